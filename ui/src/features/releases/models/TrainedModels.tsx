import { Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { atLeast } from '@/components/roles';
import { ModelsOf } from './ModelsOf';
import { modelsQuery } from './queries';

const NAMES = ['escalation', 'reranker'] as const;

/** The models that are trained on this laboratory's own questions. */
export function TrainedModels() {
  const { t } = useTranslation('releases');
  const { me } = useRouteContext({ from: '/inside' });
  const { data, error, refetch } = useQuery(modelsQuery);
  return (
    <Stack component="section" gap="sm" aria-label={t('models.title')}>
      <Title order={2} size="h3">
        {t('models.title')}
      </Title>
      {error && !data && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton h={240} />}
      {data &&
        NAMES.map((name) => (
          <ModelsOf key={name} name={name} promotions={data} mayTakeBack={atLeast(me.role, 'admin')} />
        ))}
    </Stack>
  );
}
