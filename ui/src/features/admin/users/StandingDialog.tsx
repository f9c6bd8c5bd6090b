import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { useUserChange } from './useUserChange';

/** Keeps a user out, or lets him in again. */
export function StandingDialog({ user, onClose }: { user: Schemas['UserOut']; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const change = useUserChange(user, onClose);
  const way = user.suspended ? 'restore' : 'suspend';
  return (
    <ConfirmDialog
      title={t(`users.${way}Ask`, { name: user.username })}
      action={t(`users.${way}`)}
      harmless={user.suspended}
      pending={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ suspended: !user.suspended })}
      onClose={onClose}
    >
      <Text size="sm">{t(`users.${way}Text`)}</Text>
    </ConfirmDialog>
  );
}
