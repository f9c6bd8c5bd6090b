import { Button, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { modelsQuery, type TrainedModel } from './queries';

/** Has the model before this one be used again, or the one that ships. */
export function TakeBackButton({ model: { name, version } }: { model: TrainedModel }) {
  const { t } = useTranslation('releases');
  const [opened, dialog] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const takeBack = useMutation({
    mutationFn: () =>
      given(
        api.POST('/api/v1/models/{model}/rollbacks', {
          params: { path: { model: name } },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: () => {
      notifications.show({ color: 'bench', message: t('models.back.done') });
      dialog.close();
    },
    onSettled: () => queries.invalidateQueries(modelsQuery),
  });
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={dialog.open}>
        {t('models.back.open')}
      </Button>
      {opened && (
        <ConfirmDialog
          title={t('models.back.title', { version })}
          action={t('models.back.open')}
          pending={takeBack.isPending}
          error={takeBack.error}
          onConfirm={takeBack.mutate}
          onClose={dialog.close}
        >
          <Text size="sm">{t('models.back.text')}</Text>
          <Textarea
            label={t('reason')}
            description={t('models.back.reasonHelp')}
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
