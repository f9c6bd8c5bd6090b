import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';

/** Removes an account for good. */
export function RemovalDialog({ user, onClose }: { user: Schemas['UserOut']; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => given(api.DELETE('/api/v1/admin/users/{user_id}', { params: { path: { user_id: user.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['admin'] });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t('users.removeAsk', { name: user.username })}
      action={t('users.remove')}
      pending={removal.isPending}
      error={removal.error}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{t('users.removeText')}</Text>
    </ConfirmDialog>
  );
}
