import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { SecretOnce } from '@/components/secrets/SecretOnce';
import { keysQuery } from '../queries';
import { NewKeyForm } from './NewKeyForm';

/** Makes a key, then shows its secret, which nothing here keeps afterwards. */
export function NewKeyDialog(props: { me: Schemas['Me']; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: (body: Schemas['NewKey']) => given(api.POST('/api/v1/me/keys', { body })),
    onSuccess: () => queries.invalidateQueries(keysQuery),
    gcTime: 0,
  });
  const close = () => {
    make.reset();
    props.onClose();
  };
  const secret = make.data?.secret;
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={secret ? t('keys.made') : t('keys.make')}
      closeOnClickOutside={!secret}
      closeOnEscape={!secret}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {secret ? (
        <SecretOnce
          text={t('keys.madeText')}
          label={t('keys.secret')}
          secret={secret}
          kept={t('keys.kept')}
          onKept={close}
        />
      ) : (
        <NewKeyForm me={props.me} pending={make.isPending} error={make.error} onMake={make.mutate} />
      )}
    </Modal>
  );
}
