import { Button, Grid, Skeleton, Stack } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSingleKeys } from '@/components/choices/keys';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { queueQuery, type State } from '../queries';
import { Detail } from './Detail';
import { QueueItem } from './QueueItem';

interface QueueProps {
  state: State;
  /** Id of the exchange that is read; the first where none is named. */
  chosen?: string;
  onChoose(exchangeId: string | undefined): void;
}

/** The list and what is read of it; J and K go down and up. */
export function Queue({ state, chosen, onChoose }: QueueProps) {
  const { t } = useTranslation(['review', 'common']);
  const queue = useInfiniteQuery(queueQuery(state));
  const items = queue.data?.pages.flatMap(({ feedback }) => feedback) ?? [];
  const named = items.findIndex(({ feedback }) => feedback.exchange_id === chosen);
  const at = Math.max(named, 0);
  const go = (index: number) => {
    const next = items[index];
    if (next) onChoose(next.feedback.exchange_id);
  };
  useSingleKeys([
    ['J', () => go(at + 1)],
    ['K', () => go(at - 1)],
  ]);
  if (queue.isPending) return <Skeleton h={420} />;
  if (queue.isError) return <ErrorPanel error={queue.error} onRetry={() => void queue.refetch()} />;
  const current = items[at];
  if (!current) return <EmptyState icon={<IconChecklist />} title={t(`none.${state}`)} text={t(`noneText.${state}`)} />;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Stack gap="xs" component="nav" aria-label={t(`lists.${state}`)}>
          {items.map((item, index) => (
            <QueueItem key={item.feedback.exchange_id} item={item} current={index === at} onChoose={() => go(index)} />
          ))}
          {queue.hasNextPage && (
            <Button variant="subtle" loading={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
              {t('common:more')}
            </Button>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Detail
          key={current.feedback.exchange_id}
          item={current}
          onDone={() => onChoose((items[at + 1] ?? items[at - 1])?.feedback.exchange_id)}
        />
      </Grid.Col>
    </Grid>
  );
}
