import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { keysQuery } from '../queries';
import { KeyTable } from './KeyTable';
import { NewKeyDialog } from './NewKeyDialog';

/** One's API keys: what there is, a new one, and the end of one. */
export function Keys({ me }: { me: Schemas['Me'] }) {
  const { t } = useTranslation('account');
  const [making, dialog] = useDisclosure(false);
  const [ending, setEnding] = useState<Schemas['Key'] | null>(null);
  const keys = useQuery(keysQuery);
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: (key_id: string) => given(api.DELETE('/api/v1/me/keys/{key_id}', { params: { path: { key_id } } })),
    onSuccess: () => {
      setEnding(null);
      return queries.invalidateQueries(keysQuery);
    },
  });
  const make = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open} disabled={!me.collections.length}>
      {t('keys.make')}
    </Button>
  );
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" maw={560}>
          {t('keys.text')}
        </Text>
        {keys.data?.length ? make : null}
      </Group>
      {keys.isPending && <Skeleton h={120} />}
      {keys.isError && <ErrorPanel error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && (
        <EmptyState icon={<IconKey />} title={t('keys.none')} text={t('keys.noneText')}>
          {make}
        </EmptyState>
      )}
      {keys.data?.length ? <KeyTable keys={keys.data} onRevoke={setEnding} /> : null}
      <NewKeyDialog me={me} opened={making} onClose={dialog.close} />
      {ending && (
        <ConfirmDialog
          title={t('keys.revokeAsk', { name: ending.name })}
          action={t('keys.revoke')}
          pending={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(ending.id)}
          onClose={() => {
            revoke.reset();
            setEnding(null);
          }}
        >
          <Text size="sm">{t('keys.revokeText')}</Text>
        </ConfirmDialog>
      )}
    </>
  );
}
