import { Button, Skeleton, Stack } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { useUploads } from '../uploads/useUploads';
import { JobRow } from './JobRow';
import { jobsQuery } from './queries';

/** A browser opens six connections to a server, and a server works on a few files at once: the rest is asked for. */
const STREAMS = 2;

/** Every job of one's collections, the latest first; those being read as it happens. */
export function JobList({ mayAct }: { mayAct: boolean }) {
  const { t } = useTranslation(['documents', 'common']);
  const found = useInfiniteQuery(jobsQuery);
  const sending = useUploads().uploads.length > 0;
  if (found.isPending) return <Skeleton height={180} />;
  if (!found.data) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  const jobs = found.data.pages.flatMap((page) => page.jobs);
  const live = new Set(
    jobs
      .filter(({ state }) => state === 'running')
      .slice(-STREAMS)
      .map(({ id }) => id),
  );
  if (!jobs.length && sending) return null;
  if (!jobs.length) {
    return <EmptyState icon={<IconUpload />} title={t('uploads.jobs.emptyTitle')} text={t('uploads.jobs.empty')} />;
  }
  return (
    <Stack gap="sm">
      {found.error && <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />}
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} live={live.has(job.id)} mayAct={mayAct} />
        ))}
      </Stack>
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}
