import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import type { Named } from './ConversationMenu';
import { conversationsQuery } from './queries';

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
      await queries.invalidateQueries({ queryKey: conversationsQuery.queryKey });
    },
  });
  return (
    <Modal opened onClose={onClose} title={t('deleteTitle')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack>
        <Text style={{ overflowWrap: 'anywhere' }}>{t('deleteText', { title: conversation.title })}</Text>
        {deleting.error && <ErrorPanel error={deleting.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common:cancel')}
          </Button>
          <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
            {t('common:delete')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
