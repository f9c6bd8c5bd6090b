import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import type { Named } from './named';
import { CONVERSATIONS } from './queries';

interface DeleteDialogProps {
  conversation: Named;
  onClose(): void;
  onDeleted?: () => void;
}

/** Deletes for good: it says what goes, and asks. */
export function DeleteDialog({ conversation, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation(['history', 'common']);
  const queries = useQueryClient();
  const deleting = useMutation({
    mutationFn: () =>
      given(
        api.DELETE('/api/v1/conversations/{conversation_id}', {
          params: { path: { conversation_id: conversation.id } },
        }),
      ),
    onSuccess: async () => {
      onClose();
      onDeleted?.();
      notifications.show({ message: t('deleted') });
      queries.removeQueries({ queryKey: ['conversation', conversation.id] });
      await queries.invalidateQueries({ queryKey: CONVERSATIONS });
    },
  });
  return (
    <ConfirmDialog
      title={t('deleteTitle')}
      action={t('common:delete')}
      pending={deleting.isPending}
      error={deleting.error}
      onConfirm={() => deleting.mutate()}
      onClose={onClose}
    >
      <Text style={{ overflowWrap: 'anywhere' }}>{t('deleteText', { title: conversation.title })}</Text>
    </ConfirmDialog>
  );
}
