import { size } from '@/i18n/formats';
import '@mantine/dropzone/styles.css';
import { Center, List, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../Notice';
import type { Intake } from './useIntake';

/** Lets files be dropped anywhere on the page, and says which of them are not sent, and why. */
export function DropArea({ intake }: { intake: Intake }) {
  const { t } = useTranslation('documents');
  const { unfit, accepted } = intake;
  const most = Number.isFinite(accepted.max_bytes) ? size(accepted.max_bytes) : '';
  return (
    <>
      <Dropzone.FullScreen active onDrop={intake.take} multiple inputProps={{ 'aria-hidden': true }}>
        <Center h="70dvh" style={{ pointerEvents: 'none' }}>
          <Stack align="center" ta="center">
            <IconUpload size={56} stroke={1.5} aria-hidden />
            <Text size="xl" fw={600}>
              {t('uploads.drop.title')}
            </Text>
            <Text c="dimmed">{most ? t('uploads.drop.formats', { size: most }) : t('uploads.drop.kinds')}</Text>
          </Stack>
        </Center>
      </Dropzone.FullScreen>
      {unfit.length > 0 && (
        <Notice urgent title={t('uploads.unfit.title', { count: unfit.length })} onClose={intake.dismiss}>
          <List size="sm">
            {unfit.map(({ file, why }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two of them may have the same name, and none moves
              <List.Item key={place}>
                <b>{file.name}</b>: {t(`uploads.unfit.${why}`, { size: most })}
              </List.Item>
            ))}
          </List>
        </Notice>
      )}
      {intake.question}
    </>
  );
}
