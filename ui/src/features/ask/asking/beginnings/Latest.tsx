import { List, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { LinkAnchor } from '@/components/page/LinkAnchor';

const MOST = 5;

/** The way back to what was asked last. */
export function Latest({ conversations }: { conversations: Schemas['ConversationOut'][] }) {
  const { t } = useTranslation('ask');
  return (
    <Stack gap={4} component="section" aria-label={t('latest')}>
      <Title order={2} size="h5" c="dimmed">
        {t('latest')}
      </Title>
      <List listStyleType="none" spacing={4}>
        {conversations.slice(0, MOST).map(({ id, title }) => (
          <List.Item key={id}>
            <LinkAnchor to="/conversations/$conversationId" params={{ conversationId: id }} lineClamp={2}>
              {title}
            </LinkAnchor>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
