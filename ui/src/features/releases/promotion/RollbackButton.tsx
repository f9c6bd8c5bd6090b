import { Button, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { RELEASES } from '../queries';

/** Has the release answer again that was in production before. No gate is asked: haste is the point. */
export function RollbackButton({ before }: { before: string }) {
  const { t } = useTranslation('releases');
  const [opened, dialog] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const rollback = useMutation({
    mutationFn: () => given(api.POST('/api/v1/releases/rollbacks', { body: { reason: reason.trim() } })),
    onSuccess: async ({ version }) => {
      notifications.show({ color: 'bench', message: t('rollback.done', { version }) });
      dialog.close();
      await queries.invalidateQueries({ queryKey: RELEASES });
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={dialog.open}>
        {t('rollback.open')}
      </Button>
      {opened && (
        <ConfirmDialog
          title={t('rollback.title')}
          action={t('rollback.do')}
          pending={rollback.isPending}
          error={rollback.error}
          onConfirm={rollback.mutate}
          onClose={dialog.close}
        >
          <Text size="sm">{t('rollback.text', { version: before })}</Text>
          <Textarea
            label={t('reason')}
            description={t('reasonHelp')}
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
