import { ActionIcon, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconRefresh, IconUpload, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/components/page/ErrorPanel';
import { size } from '@/i18n/formats';
import { StateBadge } from '../StateBadge';
import type { Upload } from './queue';
import { sender } from './sender';

const LOOKS = {
  waiting: { icon: IconClock, color: 'gray' },
  sending: { icon: IconUpload, color: 'bench' },
  refused: { icon: IconAlertTriangle, color: 'red' },
} as const;

/** One file that is not on the server yet: memoised, since others progress many times a second. */
export const UploadRow = memo(function UploadRow({ upload, held }: { upload: Upload; held: boolean }) {
  const { t } = useTranslation('documents');
  const { id, file, state, loaded, error } = upload;
  const name = file.name;
  const whole = size(file.size);
  return (
    <Card withBorder padding="sm" component="li">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4} flex={1} miw={0}>
          <Group gap="xs">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            <StateBadge {...LOOKS[state]} word={t(`uploads.${state}`)} />
          </Group>
          <Text size="sm" c="dimmed">
            {upload.collection} ·{' '}
            {state === 'sending' ? t('uploads.sent', { loaded: size(loaded), size: whole }) : whole}
          </Text>
          {state === 'sending' && (
            <Progress
              value={(100 * Math.min(loaded, file.size)) / file.size}
              aria-label={t('uploads.jobs.progressLabel', { name })}
            />
          )}
          {state === 'waiting' && held && <Text size="sm">{t('uploads.held')}</Text>}
          {state === 'refused' && <Text size="sm">{sentence(error)}</Text>}
        </Stack>
        {state === 'refused' && (
          <ActionIcon variant="default" aria-label={t('uploads.retry', { name })} onClick={() => sender.retry(id)}>
            <IconRefresh size={18} />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t(state === 'refused' ? 'uploads.dismiss' : 'uploads.stop', { name })}
          onClick={() => sender.drop(id)}
        >
          <IconX size={18} />
        </ActionIcon>
      </Group>
    </Card>
  );
});
