import { List, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Notice } from '../Notice';
import { coverageQuery, type Manual } from '../queries';
import { Pages } from './Pages';
import { totals } from './state';
import { readable, summary } from './words';

/** What was read of a manual and what was not: in words, and page by page. */
export function Report({ manual }: { manual: Manual }) {
  const { t } = useTranslation('documents');
  const { data: coverage, error, refetch } = useQuery(coverageQuery(manual.id));
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!coverage) return <Skeleton height={240} />;
  const { troubles } = totals(coverage.pages);
  return (
    <Stack gap="sm">
      <Text fw={600}>{readable(t, coverage)}</Text>
      <Text size="sm">{summary(t, coverage, manual.chunk_count).join(' · ')}</Text>
      {troubles.length > 0 && (
        <Notice>
          <List size="sm">
            {troubles.map((trouble) => (
              <List.Item key={trouble}>{t(`coverage.advice.${trouble}`)}</List.Item>
            ))}
          </List>
        </Notice>
      )}
      <Pages documentId={manual.id} pages={coverage.pages} />
    </Stack>
  );
}
