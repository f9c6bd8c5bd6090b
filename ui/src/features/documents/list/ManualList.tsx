import { Button, Group, Pagination, Skeleton, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { manualsQuery } from '../queries';
import { narrowingOf, PER_PAGE, partOf } from './address';
import { ManualCards } from './ManualCards';
import { ManualTable } from './ManualTable';
import { useAddress } from './useAddress';

/** What the address asks for, page by page. */
export function ManualList() {
  const { t } = useTranslation('documents');
  const [address, change] = useAddress();
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const { data, error, isPlaceholderData, refetch } = useQuery(manualsQuery(narrowingOf(address), partOf(address)));
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} />;
  if (!data.total) {
    return (
      <EmptyState icon={<IconSearch />} title={t('list.none.title')} text={t('list.none.text')}>
        <Button variant="default" onClick={() => change(Object.fromEntries(Object.keys(address).map((key) => [key])))}>
          {t('list.clear')}
        </Button>
      </EmptyState>
    );
  }
  const pages = Math.ceil(data.total / PER_PAGE);
  return (
    <Stack gap="sm" opacity={isPlaceholderData ? 0.6 : 1}>
      <Text size="sm" c="dimmed" role="status">
        {t('list.found', { count: data.total })}
      </Text>
      {narrow ? <ManualCards manuals={data.documents} /> : <ManualTable manuals={data.documents} />}
      {pages > 1 && (
        <Group justify="center">
          <Pagination
            total={pages}
            value={Math.min(address.page ?? 1, pages)}
            onChange={(page) => change({ page: page === 1 ? undefined : page })}
            aria-label={t('list.pagination')}
          />
        </Group>
      )}
    </Stack>
  );
}
