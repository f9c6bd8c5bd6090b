import { ActionIcon, Anchor, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { IconAlertTriangle, IconBan, IconCheck, IconClock, IconLoader, IconRefresh, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { elapsed, moment, size } from '@/i18n/formats';
import { StateBadge } from '../StateBadge';
import { finished, type Job, wasThere } from './progress';
import { useJobActions } from './useJobActions';
import { useProgress } from './useProgress';
import { stageWords, troubleWords } from './words';

const LOOKS = {
  queued: { icon: IconClock, color: 'gray' },
  running: { icon: IconLoader, color: 'bench' },
  done: { icon: IconCheck, color: 'green' },
  failed: { icon: IconAlertTriangle, color: 'red' },
  cancelled: { icon: IconBan, color: 'gray' },
} as const;

/** One file that was sent: what is being done with it, what became of it, and what to do. */
export function JobRow(props: { job: Job; live: boolean; mayAct: boolean }) {
  const { t } = useTranslation('documents');
  const job = useProgress(props.job, props.live);
  const { cancel, retry } = useJobActions(job.id);
  const names = { name: job.filename };
  const trouble = troubleWords(t, job);
  return (
    <Card withBorder padding="sm" component="li">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4} flex={1} miw={0}>
          <Group gap="xs">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {job.filename}
            </Text>
            <StateBadge {...LOOKS[job.state]} word={t(`uploads.state.${job.state}`)} />
          </Group>
          <Text size="sm" c="dimmed">
            {[job.collection, size(job.size), moment(job.created_at)].join(' · ')} · <Elapsed job={job} />
            {job.attempt > 1 && !finished(job) && ` · ${t('uploads.jobs.attempt', { number: job.attempt })}`}
          </Text>
          {job.state === 'running' && (
            <>
              <Text size="sm" role="status">
                {job.cancel_requested ? t('uploads.jobs.cancelling') : stageWords(t, job)}
              </Text>
              <Progress
                value={job.total ? (100 * job.done) / job.total : 0}
                aria-label={t('uploads.jobs.progressLabel', names)}
              />
            </>
          )}
          {wasThere(job) && <Text size="sm">{t('uploads.jobs.there')}</Text>}
          {trouble && <Text size="sm">{trouble}</Text>}
          {job.retry_at && !finished(job) && (
            <Text size="sm">{t('uploads.jobs.retryAt', { time: moment(job.retry_at) })}</Text>
          )}
          {job.document_id && (
            <Anchor
              size="sm"
              renderRoot={(rest) => (
                <Link {...rest} to="/documents/$documentId" params={{ documentId: job.document_id }} />
              )}
            >
              {t('uploads.jobs.open')}
            </Anchor>
          )}
        </Stack>
        {props.mayAct && !finished(job) && !job.cancel_requested && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('uploads.jobs.cancel', names)}
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            <IconX size={18} />
          </ActionIcon>
        )}
        {props.mayAct && job.state === 'failed' && (
          <ActionIcon
            variant="default"
            aria-label={t('uploads.jobs.retry', names)}
            loading={retry.isPending}
            onClick={() => retry.mutate()}
          >
            <IconRefresh size={18} />
          </ActionIcon>
        )}
      </Group>
    </Card>
  );
}

/** How long it has taken, which grows while it lasts. */
function Elapsed({ job }: { job: Job }) {
  const [now, setNow] = useState(() => Date.now());
  const { start, stop } = useInterval(() => setNow(Date.now()), 1000);
  const over = finished(job);
  useEffect(() => {
    if (!over) start();
    return stop;
  }, [over, start, stop]);
  const end = job.finished_at ? Date.parse(job.finished_at) : now;
  return <span>{elapsed((end - Date.parse(job.created_at)) / 1000)}</span>;
}
