import { Button, Center, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconHistory, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Page } from '@/components/page/Page';
import { DayList } from './DayList';
import { byDay, matches } from './days';
import { conversationsQuery } from './queries';

/** Everything one asked, by day. */
export default function HistoryPage() {
  const { t } = useTranslation(['history', 'common']);
  const { q = '' } = useSearch({ from: '/inside/history' });
  const navigate = useNavigate();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(conversationsQuery);
  const all = data?.pages.flatMap(({ conversations }) => conversations) ?? [];
  const found = all.filter(({ title }) => matches(title, q));
  const search = (typed: string) => void navigate({ to: '/history', search: { q: typed || undefined }, replace: true });
  return (
    <Page title={t('title')}>
      {error && !data && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton h={240} />}
      {data && !all.length && (
        <EmptyState icon={<IconHistory size={28} />} title={t('empty.title')} text={t('empty.text')}>
          <Button component={Link} to="/ask">
            {t('empty.ask')}
          </Button>
        </EmptyState>
      )}
      {all.length > 0 && (
        <Stack gap="lg">
          <TextInput
            type="search"
            label={t('search')}
            description={t('searchHelp')}
            leftSection={<IconSearch size={18} aria-hidden />}
            value={q}
            onChange={(event) => search(event.currentTarget.value)}
          />
          {q && hasNextPage && (
            <Group gap="sm" role="status">
              <Text size="sm" c="dimmed">
                {t('partly', { count: all.length })}
              </Text>
            </Group>
          )}
          {!found.length && <Text role="status">{t('none')}</Text>}
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
