import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconCertificate, IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { download as fetched } from '@/components/files/saved';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { goldenCasesQuery } from '../queries';
import { GoldenCase } from './GoldenCase';

/** The questions whose right answers experts settled: what every change is measured with. */
export function GoldenCases() {
  const { t } = useTranslation(['review', 'common']);
  const cases = useInfiniteQuery(goldenCasesQuery);
  const download = useMutation({
    mutationFn: () => fetched('/api/v1/golden-cases/export', 'golden.jsonl'),
  });
  const found = cases.data?.pages.flatMap((page) => page.cases);
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" maw={620}>
          {t('golden.text')}
        </Text>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          disabled={!found?.length}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t('golden.export')}
        </Button>
      </Group>
      {download.isError && <ErrorPanel error={download.error} />}
      {cases.isPending && <Skeleton h={240} />}
      {cases.isError && <ErrorPanel error={cases.error} onRetry={() => void cases.refetch()} />}
      {found?.length === 0 && (
        <EmptyState icon={<IconCertificate />} title={t('golden.none')} text={t('golden.noneText')} />
      )}
      {found?.map((each) => (
        <GoldenCase key={each.case.id} of={each} />
      ))}
      {cases.hasNextPage && (
        <Button variant="subtle" loading={cases.isFetchingNextPage} onClick={() => void cases.fetchNextPage()}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}
