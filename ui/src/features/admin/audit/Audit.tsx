import { Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { usersQuery } from '../queries';
import { ACTIONS } from '../strings/audit';
import { AuditTable } from './AuditTable';
import { auditQuery, type Wanted } from './query';

/** Who did what: nothing here can be changed. */
export function Audit() {
  const { t } = useTranslation(['admin', 'common']);
  const [wanted, setWanted] = useState<Wanted>({ action: null, user: null });
  const users = useQuery(usersQuery);
  const log = useInfiniteQuery(auditQuery(wanted));
  const names = new Map(users.data?.map(({ id, username }) => [id, username]));
  const entries = log.data?.pages.flat();
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('audit.text')}
      </Text>
      <Group align="end">
        <Select
          label={t('audit.action')}
          placeholder={t('audit.every')}
          data={ACTIONS.map((value) => ({ value, label: t(`audit.actions.${value}`) }))}
          value={wanted.action}
          onChange={(value) => setWanted({ ...wanted, action: value as Schemas['Action'] | null })}
          searchable
          clearable
        />
        <Select
          label={t('audit.user')}
          placeholder={t('audit.everybody')}
          data={users.data?.map(({ id, username }) => ({ value: id, label: username })) ?? []}
          value={wanted.user}
          onChange={(user) => setWanted({ ...wanted, user })}
          searchable
          clearable
        />
        <Button variant="default" onClick={() => void log.refetch()} loading={log.isRefetching}>
          {t('system.refresh')}
        </Button>
      </Group>
      {log.isPending && <Skeleton h={320} />}
      {log.isError && <ErrorPanel error={log.error} onRetry={() => void log.refetch()} />}
      {entries?.length === 0 && (
        <EmptyState icon={<IconListSearch />} title={t('audit.none')} text={t('audit.noneText')} />
      )}
      {entries?.length ? <AuditTable entries={entries} names={names} /> : null}
      {log.hasNextPage && (
        <Button
          variant="default"
          style={{ alignSelf: 'center' }}
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {t('audit.earlier')}
        </Button>
      )}
    </Stack>
  );
}
