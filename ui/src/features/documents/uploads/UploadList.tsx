import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { unsent } from './queue';
import { UploadRow } from './UploadRow';
import { useUploads } from './useUploads';

/** The files that are not on the server yet; nothing where there are none. */
export function UploadList() {
  const { t } = useTranslation('documents');
  const queue = useUploads();
  if (!queue.uploads.length) return null;
  return (
    <Stack gap="xs">
      {unsent(queue) && (
        <Text size="sm" c="dimmed">
          {t('uploads.keepOpen')}
        </Text>
      )}
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {queue.uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} held={queue.held} />
        ))}
      </Stack>
    </Stack>
  );
}
