import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useRouteContext } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Page } from '@/components/page/Page';
import { ConversationMenu } from '@/features/history/ConversationMenu';
import { Conversation } from './conversation/Conversation';
import { LoadingAnswers } from './conversation/LoadingAnswers';
import { conversationQuery } from './conversation/queries';

/** Questions that follow one another, the newest at the end, and the box for the next one. */
export default function ConversationPage() {
  const { t } = useTranslation(['ask', 'common']);
  const { me } = useRouteContext({ from: '/inside' });
  const { conversationId } = useParams({ from: '/inside/conversations/$conversationId' });
  const navigate = useNavigate();
  const { data, error, refetch, fetchNextPage, hasNextPage } = useInfiniteQuery(conversationQuery(conversationId));
  const exchanges = useMemo(() => data?.pages.flatMap((page) => page.exchanges).reverse() ?? [], [data]);
  const conversation = data?.pages[0];
  return (
    <Page
      title={conversation?.title ?? t('conversation.title')}
      wide
      actions={
        conversation && (
          <Group gap="xs" className="no-print">
            <Button component={Link} to="/ask" variant="default" leftSection={<IconPlus size={18} aria-hidden />}>
              {t('conversation.new')}
            </Button>
            <ConversationMenu conversation={conversation} onDeleted={() => void navigate({ to: '/history' })} />
          </Group>
        )
      }
    >
      {error && !data && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!error && !data && <LoadingAnswers />}
      {conversation && (
        <Conversation
          key={conversationId}
          conversation={conversation}
          exchanges={exchanges}
          onEarlier={hasNextPage ? () => void fetchNextPage() : undefined}
          me={me}
        />
      )}
    </Page>
  );
}
