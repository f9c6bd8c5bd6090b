import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import type { Manual } from '../queries';

export function ReingestQuestion({ manual, onClose }: { manual: Manual; onClose: () => void }) {
  const { t } = useTranslation('documents');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const reingest = useMutation({
    mutationFn: () =>
      given(api.POST('/api/v1/documents/{document_id}/reingest', { params: { path: { document_id: manual.id } } })),
    onSuccess: () => {
      notifications.show({ message: t('list.reingest.begun', { title: manual.metadata.title }) });
      void queries.invalidateQueries({ queryKey: ['jobs'] });
      void navigate({ to: '/documents/uploads' });
    },
  });
  return (
    <ConfirmDialog
      title={t('list.reingest.title')}
      action={t('list.reingest.confirm')}
      pending={reingest.isPending}
      error={reingest.error}
      onConfirm={() => reingest.mutate()}
      harmless
      onClose={onClose}
    >
      <Text fw={600}>{manual.metadata.title}</Text>
      <Text size="sm">{t('list.reingest.text')}</Text>
    </ConfirmDialog>
  );
}
