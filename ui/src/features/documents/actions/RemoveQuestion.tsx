import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { forgetManuals } from '../jobs/queries';
import type { Manual } from '../queries';
import { Question } from './Question';

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
    <Question
      title={t('list.remove.title')}
      confirm={t('list.remove.confirm')}
      grave
      action={remove}
      onClose={props.onClose}
    >
      <Text fw={600}>{metadata.title}</Text>
      <Text size="sm">{t('list.remove.goes', { passages: t('list.remove.passages', { count: chunk_count }) })}</Text>
      <Text size="sm">{t('list.remove.stays')}</Text>
      <Text size="sm">{t('list.remove.instead')}</Text>
    </Question>
  );
}
