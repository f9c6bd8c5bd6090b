import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { collectionsQuery } from '../queries';

export function NewCollectionDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: () => given(api.POST('/api/v1/admin/collections', { body: { name, title } })),
    onSuccess: async () => {
      await queries.invalidateQueries(collectionsQuery);
      setName('');
      setTitle('');
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('collections.make')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          {make.isError && <ErrorPanel error={make.error} />}
          <TextInput
            label={t('collections.name')}
            description={t('collections.nameHelp')}
            required
            maxLength={64}
            autoCapitalize="none"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value.trim())}
          />
          <TextInput
            label={t('collections.title')}
            placeholder={t('collections.titleExample')}
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Button type="submit" loading={make.isPending} disabled={!name}>
            {t('collections.make')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
