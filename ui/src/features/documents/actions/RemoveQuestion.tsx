import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { forgetManuals } from '../jobs/queries';
import type { Manual } from '../queries';

export function RemoveQuestion(props: { manual: Manual; onClose: () => void; onRemoved?: () => void }) {
  const { t } = useTranslation('documents');
  const queries = useQueryClient();
  const { id, metadata, chunk_count } = props.manual;
  const remove = useMutation({
    mutationFn: () => given(api.DELETE('/api/v1/documents/{document_id}', { params: { path: { document_id: id } } })),
    onSuccess: () => {
      notifications.show({ message: t('list.remove.done', { title: metadata.title }) });
      props.onClose();
      props.onRemoved?.();
      queries.removeQueries({ queryKey: ['document', id] });
      void forgetManuals(queries);
    },
  });
  return (
    <ConfirmDialog
      title={t('list.remove.title')}
      action={t('list.remove.confirm')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={props.onClose}
    >
      <Text fw={600}>{metadata.title}</Text>
      <Text size="sm">{t('list.remove.goes', { passages: t('list.remove.passages', { count: chunk_count }) })}</Text>
      <Text size="sm">{t('list.remove.stays')}</Text>
      <Text size="sm">{t('list.remove.instead')}</Text>
    </ConfirmDialog>
  );
}
