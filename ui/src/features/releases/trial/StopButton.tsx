import { Button, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { RELEASES } from '../queries';

/** Has the release in production answer everybody again. */
export function StopButton({ version }: { version: string }) {
  const { t } = useTranslation('releases');
  const [opened, dialog] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: () => given(api.DELETE('/api/v1/rollout', { params: { query: { reason: reason.trim() } } })),
    onSuccess: () => {
      notifications.show({ color: 'bench', message: t('trial.stop.done') });
      dialog.close();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: RELEASES }),
  });
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStop size={18} aria-hidden />} onClick={dialog.open}>
        {t('trial.stop.open')}
      </Button>
      {opened && (
        <ConfirmDialog
          title={t('trial.stop.title', { version })}
          action={t('trial.stop.open')}
          pending={stop.isPending}
          error={stop.error}
          onConfirm={stop.mutate}
          onClose={dialog.close}
        >
          <Text size="sm">{t('trial.stop.text')}</Text>
          <Textarea
            label={t('reason')}
            description={t('trial.reasonHelp')}
            autosize
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </ConfirmDialog>
      )}
    </>
  );
}
