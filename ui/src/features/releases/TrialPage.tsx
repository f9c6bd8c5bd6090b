import { Skeleton, Text } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { atLeast } from '@/components/roles';
import { OfExperts } from './OfExperts';
import { trialQuery } from './trial/queries';
import { Standing } from './trial/Standing';

/** A release tried beside the one in production: in the shadow, on a share of the users, or in an A/B test. */
export default function TrialPage() {
  const { t } = useTranslation('releases');
  const { me } = useRouteContext({ from: '/inside' });
  const { data: trial, error, refetch } = useQuery(trialQuery);
  return (
    <OfExperts tab="trial">
      <Text size="sm" c="dimmed" mb="md" maw={720}>
        {t('trial.text')}
      </Text>
      {error && trial === undefined && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {trial === undefined && !error && <Skeleton h={420} />}
      {trial === null && <EmptyState icon={<IconFlask />} title={t('trial.none')} text={t('trial.noneText')} />}
      {trial && <Standing trial={trial} mayStop={atLeast(me.role, 'admin')} />}
    </OfExperts>
  );
}
