import { Skeleton, Stack, Text } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { atLeast } from '@/components/roles';
import { CheckButton } from './drift/CheckButton';
import { Earlier } from './drift/Earlier';
import { driftQuery } from './drift/queries';
import { Report } from './drift/Report';
import { OfExperts } from './OfExperts';

/** Whether what is asked, and how it is answered, is as it was when the release in production began. */
export default function DriftPage() {
  const { t } = useTranslation('releases');
  const { me } = useRouteContext({ from: '/inside' });
  const { data: reports, error, refetch } = useQuery(driftQuery);
  const [latest, ...earlier] = reports ?? [];
  return (
    <OfExperts tab="drift">
      <Stack>
        <Text size="sm" c="dimmed" maw={720}>
          {t('drift.text')}
        </Text>
        {atLeast(me.role, 'admin') && <CheckButton />}
        {error && !reports && <ErrorPanel error={error} onRetry={() => void refetch()} />}
        {!reports && !error && <Skeleton h={420} />}
        {reports && !latest && (
          <EmptyState icon={<IconWaveSine />} title={t('drift.none')} text={t('drift.noneText')} />
        )}
        {latest && <Report report={latest} />}
        {earlier.length > 0 && <Earlier reports={earlier} />}
      </Stack>
    </OfExperts>
  );
}
