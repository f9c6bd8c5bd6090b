import { Grid, Skeleton, Text } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { ReleaseDetail } from './detail/ReleaseDetail';
import { ReleaseList } from './list/ReleaseList';
import { OfExperts } from './OfExperts';
import { aliased, releasesQuery } from './queries';

/** What may answer, what does, and how much better or worse each is than another. */
export default function ReleasesPage() {
  const { t } = useTranslation('releases');
  const search = useSearch({ from: '/inside/releases' });
  const navigate = useNavigate();
  const { data: releases, error, refetch } = useQuery(releasesQuery);
  const chosen =
    releases?.find(({ version }) => version === search.release) ??
    (releases && aliased(releases, 'production')) ??
    releases?.[0];
  const choose = (release: number, against?: number) =>
    void navigate({ to: '/releases', search: { release, against }, replace: true, resetScroll: false });
  return (
    <OfExperts tab="releases">
      <Text size="sm" c="dimmed" mb="md" maw={720}>
        {t('text')}
      </Text>
      {error && !releases && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!releases && !error && <Skeleton h={420} />}
      {releases?.length === 0 && <EmptyState icon={<IconRocket />} title={t('none')} text={t('noneText')} />}
      {releases && chosen && (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 3 }}>
            <ReleaseList releases={releases} chosen={chosen.version} onChoose={(version) => choose(version)} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 9 }}>
            <ReleaseDetail
              key={chosen.version}
              release={chosen}
              releases={releases}
              against={search.against}
              onAgainst={(against) => choose(chosen.version, against)}
            />
          </Grid.Col>
        </Grid>
      )}
    </OfExperts>
  );
}
