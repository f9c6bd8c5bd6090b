import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { generated } from '@/components/secrets/generated';
import { SecretOnce } from '@/components/secrets/SecretOnce';
import { NewUserForm } from './NewUserForm';

/** Makes an account, then shows its first password, which is kept nowhere. */
export function NewUserDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: async (user: Omit<Schemas['NewUser'], 'password'>) => {
      const password = generated();
      const made = await given(api.POST('/api/v1/admin/users', { body: { ...user, password } }));
      return { name: made.username, password };
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['admin'] }),
    gcTime: 0,
  });
  const close = () => {
    make.reset();
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={make.data ? t('users.handOver', { name: make.data.name }) : t('users.make')}
      closeOnClickOutside={false}
      closeOnEscape={!make.data}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {make.data ? (
        <SecretOnce
          text={t('users.handOverText')}
          label={t('users.password')}
          secret={make.data.password}
          kept={t('users.handedOver')}
          onKept={close}
        />
      ) : (
        <NewUserForm pending={make.isPending} error={make.error} onMake={make.mutate} />
      )}
    </Modal>
  );
}
