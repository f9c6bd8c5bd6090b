import { Affix, Anchor, Group, Loader, Paper, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { finished } from './jobs/progress';
import { latestJobsQuery } from './jobs/queries';
import { useUploads } from './uploads/useUploads';

/** Says on every other page what is being sent and read of the files that were added since the app was loaded. */
export default function UploadSummary() {
  const { t } = useTranslation('documents');
  const { uploads, jobs } = useUploads();
  const here = useRouterState({ select: ({ location }) => location.pathname });
  const { data } = useQuery({ ...latestJobsQuery, enabled: jobs.length > 0 });
  const reading = data?.jobs.filter((job) => jobs.includes(job.id) && !finished(job)).length ?? 0;
  const refused = uploads.filter(({ state }) => state === 'refused').length;
  const sending = uploads.length - refused;
  if (here.startsWith('/documents/uploads') || sending + reading + refused === 0) return null;
  const told = [
    sending > 0 && t('uploads.summary.sending', { count: sending }),
    reading > 0 && t('uploads.summary.reading', { count: reading }),
    refused > 0 && t('uploads.summary.refused', { count: refused }),
  ].filter(Boolean);
  return (
    <Affix position={{ bottom: 'calc(16px + var(--app-shell-footer-offset, 0px))', right: 16 }} zIndex={150}>
      <Paper withBorder shadow="md" px="md" py="xs" role="status" aria-label={t('uploads.summary.label')}>
        <Group gap="sm" wrap="nowrap">
          {sending + reading > 0 && <Loader size="xs" aria-hidden />}
          <Text size="sm">{told.join(' · ')}</Text>
          <Anchor size="sm" renderRoot={(rest) => <Link {...rest} to="/documents/uploads" />}>
            {t('uploads.summary.show')}
          </Anchor>
        </Group>
      </Paper>
    </Affix>
  );
}
