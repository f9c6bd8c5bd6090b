import { Button, Center, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Page } from '@/components/page/Page';
import { DayList } from './DayList';
import { byDay } from './days';
import { conversationsQuery } from './queries';

/** Everything one asked, by day. */
export default function HistoryPage() {
  const { t } = useTranslation(['history', 'common']);
  const { q = '' } = useSearch({ from: '/inside/history' });
  const [wanted] = useDebouncedValue(q.trim(), 250);
  const navigate = useNavigate();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    conversationsQuery(wanted),
  );
  const found = data?.pages.flatMap(({ conversations }) => conversations) ?? [];
  const search = (typed: string) => void navigate({ to: '/history', search: { q: typed || undefined }, replace: true });
  const nothing = data && !found.length;
  return (
    <Page title={t('title')}>
      {nothing && !q && !wanted ? (
        <EmptyState icon={<IconHistory size={28} />} title={t('empty.title')} text={t('empty.text')}>
          <Button component={Link} to="/ask">
            {t('empty.ask')}
          </Button>
        </EmptyState>
      ) : (
        <Stack gap="lg">
          <TextInput
            type="search"
            label={t('search')}
            description={t('searchHelp')}
            leftSection={<IconSearch size={18} aria-hidden />}
            value={q}
            maxLength={200}
            onChange={(event) => search(event.currentTarget.value)}
          />
          {error && !data && <ErrorPanel error={error} onRetry={() => void refetch()} />}
          {!data && !error && <Skeleton h={240} />}
          {nothing && <Text role="status">{t('none')}</Text>}
          {byDay(found).map(([day, conversations]) => (
            <DayList key={day.getTime()} day={day} conversations={conversations} />
          ))}
          {hasNextPage && (
            <Center>
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('common:more')}
              </Button>
            </Center>
          )}
        </Stack>
      )}
    </Page>
  );
}
