import { Modal, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { generated } from '@/components/secrets/generated';
import { SecretOnce } from '@/components/secrets/SecretOnce';

/** Gives a user a new password, which is shown once, to be handed over. */
export function ResetDialog({ user, onClose }: { user: Schemas['UserOut']; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const reset = useMutation({
    mutationFn: async () => {
      const password = generated();
      const params = { path: { user_id: user.id } };
      await given(api.PUT('/api/v1/admin/users/{user_id}/password', { params, body: { password } }));
      return password;
    },
    gcTime: 0,
  });
  if (!reset.data)
    return (
      <ConfirmDialog
        title={t('users.resetAsk', { name: user.username })}
        action={t('users.resetPassword')}
        pending={reset.isPending}
        error={reset.error}
        onConfirm={reset.mutate}
        onClose={onClose}
      >
        <Text size="sm">{t('users.resetText')}</Text>
      </ConfirmDialog>
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('users.handOver', { name: user.username })}
      closeOnClickOutside={false}
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <SecretOnce
        text={t('users.handOverText')}
        label={t('users.password')}
        secret={reset.data}
        kept={t('users.handedOver')}
        onKept={onClose}
      />
    </Modal>
  );
}
