import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Facts } from './Facts';
import { Parts } from './Parts';
import { readinessQuery, systemQuery } from './query';

/** How the service is. */
export function System() {
  const { t } = useTranslation('admin');
  const ready = useQuery(readinessQuery);
  const system = useQuery(systemQuery);
  const look = () => void Promise.all([ready.refetch(), system.refetch()]);
  return (
    <Stack>
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconRefresh size={18} aria-hidden />}
          loading={ready.isFetching || system.isFetching}
          onClick={look}
        >
          {t('system.refresh')}
        </Button>
      </Group>
      <Parts suspended={system.data?.suspended ?? {}} />
      {system.isPending && <Skeleton h={260} />}
      {system.isError && <ErrorPanel error={system.error} onRetry={() => void system.refetch()} />}
      {system.data && <Facts system={system.data} />}
    </Stack>
  );
}
