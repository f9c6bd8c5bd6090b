import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import type { Named } from './named';
import { CONVERSATIONS } from './queries';

const LONGEST = 200;

export function RenameDialog({ conversation, onClose }: { conversation: Named; onClose(): void }) {
  const { t } = useTranslation(['history', 'common']);
  const [title, setTitle] = useState(conversation.title);
  const queries = useQueryClient();
  const renaming = useMutation({
    mutationFn: () =>
      given(
        api.PATCH('/api/v1/conversations/{conversation_id}', {
          params: { path: { conversation_id: conversation.id } },
          body: { title: title.trim() },
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: CONVERSATIONS }),
        queries.invalidateQueries({ queryKey: ['conversation', conversation.id] }),
      ]);
      onClose();
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    renaming.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('renameTitle')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form onSubmit={send}>
        <Stack>
          <TextInput
            label={t('name')}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            maxLength={LONGEST}
            data-autofocus
          />
          {renaming.error && <ErrorPanel error={renaming.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={!title.trim()} loading={renaming.isPending}>
              {t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
