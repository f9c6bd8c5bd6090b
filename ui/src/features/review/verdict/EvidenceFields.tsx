import { ActionIcon, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ManualSearch } from '@/features/documents/list/ManualSearch';
import type { Evidence } from './expected';
import { pagesIn } from './pages';

/** The pages that hold the right answer: those cited at first. */
export function EvidenceFields({ value, onChange }: { value: Evidence[]; onChange: (evidence: Evidence[]) => void }) {
  const { t } = useTranslation('review');
  const without = (id: string) => value.filter(({ document_id }) => document_id !== id);
  const retyped = (id: string, pages: string) =>
    value.map((entry) => (entry.document_id === id ? { ...entry, pages } : entry));
  return (
    <Fieldset legend={t('evidence.title')}>
      <Stack gap="sm">
        {value.map(({ document_id, title, pages }) => (
          <Group key={document_id} align="end" wrap="nowrap">
            <TextInput
              flex={1}
              label={t('evidence.pagesOf', { title })}
              description={t('evidence.pagesHelp')}
              value={pages}
              error={pages && !pagesIn(pages) ? t('evidence.unclear') : undefined}
              required
              onChange={(event) => onChange(retyped(document_id, event.currentTarget.value))}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              aria-label={t('evidence.remove', { title })}
              onClick={() => onChange(without(document_id))}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Group>
        ))}
        {value.length === 0 && <Text size="sm">{t('evidence.none')}</Text>}
        <ManualSearch
          label={t('evidence.add')}
          without={value.map(({ document_id }) => document_id)}
          onChoose={({ id, title }) => onChange([...value, { document_id: id, title, pages: '' }])}
        />
      </Stack>
    </Fieldset>
  );
}
