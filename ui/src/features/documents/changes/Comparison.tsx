import { Button, Skeleton, Stack } from '@mantine/core';
import { IconEqual } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { changesQuery } from './query';
import { Section } from './Section';
import { Summary } from './Summary';

/** What changed from one manual to a newer one. */
export function Comparison({ old, newer }: { old: string; newer: string }) {
  const { t } = useTranslation(['documents', 'common']);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    changesQuery(old, newer),
  );
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  const first = data?.pages[0];
  if (!first) {
    return (
      <Stack>
        {[60, 140, 140].map((height, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
          <Skeleton key={index} height={height} />
        ))}
      </Stack>
    );
  }
  if (!first.total) return <EmptyState icon={<IconEqual />} title={t('changes.none')} text={t('changes.noneText')} />;
  return (
    <Stack>
      <Summary comparison={first} />
      {data.pages
        .flatMap(({ changes }) => changes)
        .map((change) => (
          <Section
            key={`${change.kind}/${change.old_path.join('/')}/${change.new_path.join('/')}/${change.old_pages}/${change.new_pages}`}
            change={change}
            old={old}
            newer={newer}
          />
        ))}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}
