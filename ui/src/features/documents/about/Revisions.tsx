import { Anchor, Button, Card, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { date } from '@/i18n/formats';
import { type Manual, suggestionsQuery } from '../queries';
import { SupersedeQuestion } from './SupersedeQuestion';

/** Which revision a manual superseded, and which others look like one of it: a person decides. */
export function Revisions({ manual, mayAct }: { manual: Manual; mayAct: boolean }) {
  const { t } = useTranslation('documents');
  const { data, error, refetch } = useQuery(suggestionsQuery(manual.id));
  const [asked, setAsked] = useState<{ old: Manual; by: Manual } | null>(null);
  const order = (older: boolean | null) =>
    older === null
      ? t('about.revisions.isUndated')
      : older
        ? t('about.revisions.isOlder')
        : t('about.revisions.isNewer');
  return (
    <Stack gap="sm">
      {manual.supersedes && (
        <Group gap="md">
          <Text size="sm">{t('about.revisions.supersedes')}</Text>
          <ManualLink id={manual.supersedes}>{t('about.revisions.older')}</ManualLink>
          <Changes id={manual.id} since={manual.supersedes}>
            {t('about.revisions.changes')}
          </Changes>
        </Group>
      )}
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={40} />}
      {data?.length === 0 && !manual.supersedes && (
        <Text size="sm" c="dimmed">
          {t('about.revisions.none')}
        </Text>
      )}
      {!!data?.length && <Text size="sm">{t('about.revisions.suggestions')}</Text>}
      {data?.map(({ document: other, older }) => (
        <Card key={other.id} withBorder padding="sm">
          <ManualLink id={other.id}>{other.metadata.title}</ManualLink>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {[
              other.metadata.revision,
              other.metadata.effective_date && date(other.metadata.effective_date),
              other.filename,
              order(older),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <Group gap="xs" mt="xs">
            {mayAct && older !== false && (
              <Button size="xs" variant="light" onClick={() => setAsked({ old: other, by: manual })}>
                {t('about.revisions.replaces')}
              </Button>
            )}
            {mayAct && older !== true && (
              <Button size="xs" variant="light" onClick={() => setAsked({ old: manual, by: other })}>
                {t('about.revisions.replacedBy')}
              </Button>
            )}
            <Changes id={older === false ? other.id : manual.id} since={older === false ? manual.id : other.id}>
              {t('about.revisions.compare')}
            </Changes>
          </Group>
        </Card>
      ))}
      {asked && <SupersedeQuestion {...asked} onClose={() => setAsked(null)} />}
    </Stack>
  );
}

function ManualLink({ id, children }: { id: string; children: string }) {
  return (
    <Anchor renderRoot={(rest) => <Link {...rest} to="/documents/$documentId" params={{ documentId: id }} />}>
      {children}
    </Anchor>
  );
}

function Changes({ id, since, children }: { id: string; since: string; children: string }) {
  return (
    <Anchor
      size="sm"
      renderRoot={(rest) => (
        <Link {...rest} to="/documents/$documentId/changes" params={{ documentId: id }} search={{ since }} />
      )}
    >
      {children}
    </Anchor>
  );
}
