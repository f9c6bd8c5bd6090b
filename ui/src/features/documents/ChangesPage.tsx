import { Anchor, Group, Skeleton, Text } from '@mantine/core';
import { IconArrowRight, IconVersions } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Page } from '@/components/page/Page';
import { date } from '@/i18n/formats';
import { Comparison } from './changes/Comparison';
import { type Manual, manualQuery } from './queries';

const route = getRouteApi('/inside/documents/$documentId/changes');

/** What changed in a manual since another revision of it: since the one it supersedes, where none is named. */
export default function ChangesPage() {
  const { t } = useTranslation('documents');
  const { documentId } = route.useParams();
  const { since } = route.useSearch();
  const newer = useQuery(manualQuery(documentId));
  const old = since ?? newer.data?.manual.supersedes ?? undefined;
  const older = useQuery({ ...manualQuery(old ?? ''), enabled: Boolean(old) });
  const failed = newer.error ? newer : older.error ? older : null;
  return (
    <Page title={t('changes.title')}>
      {failed && <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && !newer.data && <Skeleton height={60} />}
      {newer.data && !old && (
        <EmptyState icon={<IconVersions />} title={t('changes.alone')} text={t('changes.aloneText')} />
      )}
      {newer.data && older.data && (
        <Group gap="xs">
          <Revision manual={older.data.manual} />
          <IconArrowRight size={18} aria-label={t('changes.became')} />
          <Revision manual={newer.data.manual} />
        </Group>
      )}
      {!failed && old && <Comparison old={old} newer={documentId} />}
    </Page>
  );
}

function Revision({ manual }: { manual: Manual }) {
  useTranslation(); // the date is written in its language
  const { metadata, filename } = manual;
  const effective = metadata.effective_date && date(metadata.effective_date);
  return (
    <Text component="span" style={{ overflowWrap: 'anywhere' }}>
      <Anchor renderRoot={(rest) => <Link {...rest} to="/documents/$documentId" params={{ documentId: manual.id }} />}>
        {metadata.title || filename}
      </Anchor>{' '}
      <Text component="span" size="sm" c="dimmed">
        {[metadata.revision, effective, filename].filter(Boolean).join(' · ')}
      </Text>
    </Text>
  );
}
