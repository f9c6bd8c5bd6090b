import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Read } from './trace';

/** The lines that the answer was to be taken from, best first; with a model, those that it was sent. */
export function Context({ lines }: { lines: Read[] }) {
  const { t } = useTranslation('ask');
  return (
    <List type="ordered" size="sm" spacing={4}>
      {lines.map(({ file, page, heading, text }) => (
        <List.Item key={`${file}/${page}/${heading}/${text}`} style={{ overflowWrap: 'anywhere' }}>
          {text}
          <Text size="xs" c="dimmed">
            {[file, t('why.page', { page }), heading].filter(Boolean).join(' · ')}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
