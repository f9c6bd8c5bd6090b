import { Button, Card, Group, Skeleton, Stack, Title } from '@mantine/core';
import { IconBook2, IconMessageQuestion, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams, useRouteContext } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Page } from '@/components/page/Page';
import { atLeast } from '@/components/roles';
import { CorrectionForm } from './about/CorrectionForm';
import { Facts } from './about/Facts';
import { Revisions } from './about/Revisions';
import { Superseded } from './about/Superseded';
import { ManualMenu } from './actions/ManualMenu';
import { Report } from './coverage/Report';
import { StatusBadge } from './list/StatusBadge';
import { manualQuery } from './queries';

/** One manual: what it is about, what was read of it, its revisions. `#correct` in the address opens the form. */
export default function DocumentPage() {
  const { t } = useTranslation('documents');
  const { documentId } = useParams({ from: '/inside/documents/$documentId' });
  const { me } = useRouteContext({ from: '/inside' });
  const correcting = useLocation({ select: ({ hash }) => hash === 'correct' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(manualQuery(documentId));
  if (error) {
    return (
      <Page title={t('list.title')}>
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) return <Skeleton height={400} />;
  const { manual } = data;
  const expert = atLeast(me.role, 'expert');
  const correct = (hash: string) =>
    void navigate({ to: '/documents/$documentId', params: { documentId }, hash, replace: true, resetScroll: false });
  return (
    <Page
      title={manual.metadata.title}
      actions={
        <>
          <StatusBadge manual={manual} />
          <Button
            leftSection={<IconBook2 size={18} aria-hidden />}
            renderRoot={(rest) => <Link {...rest} to="/documents/$documentId/read" params={{ documentId }} />}
          >
            {t('list.action.read')}
          </Button>
          {manual.current && (
            <Button
              variant="default"
              leftSection={<IconMessageQuestion size={18} aria-hidden />}
              renderRoot={(rest) => <Link {...rest} to="/ask" search={{ document: documentId }} />}
            >
              {t('list.action.ask')}
            </Button>
          )}
          <ManualMenu manual={manual} onRemoved={() => void navigate({ to: '/documents' })} />
        </>
      }
    >
      {!manual.current && <Superseded manual={manual} mayAct={expert} />}
      <Part
        id="correct"
        title={t('about.facts')}
        action={
          expert &&
          !correcting && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => correct('correct')}
            >
              {t('list.action.correct')}
            </Button>
          )
        }
      >
        {expert && correcting ? <CorrectionForm seen={data} onClose={() => correct('')} /> : <Facts manual={manual} />}
      </Part>
      {manual.current && (
        <Part id="revisions" title={t('about.revisions.title')}>
          <Revisions manual={manual} mayAct={expert} />
        </Part>
      )}
      <Part id="coverage" title={t('coverage.title')}>
        <Report manual={manual} />
      </Part>
    </Page>
  );
}

function Part(props: { id: string; title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <Card withBorder component="section" id={props.id} aria-labelledby={`${props.id}-title`}>
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h4" id={`${props.id}-title`}>
            {props.title}
          </Title>
          {props.action}
        </Group>
        {props.children}
      </Stack>
    </Card>
  );
}
