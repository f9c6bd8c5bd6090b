import { Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ConversationMenu } from './ConversationMenu';
import classes from './DayList.module.css';
import { type Conversation, daysBetween } from './days';

/** The conversations of one day. */
export function DayList({ day, conversations }: { day: Date; conversations: Conversation[] }) {
  const { t } = useTranslation('history');
  const ago = daysBetween(day, new Date());
  const name = ago === 0 ? t('today') : ago === 1 ? t('yesterday') : dayName(day);
  return (
    <Stack gap={4} component="section" aria-label={name}>
      <Title order={2} size="h5" c="dimmed">
        {name}
      </Title>
      <ul className={classes.list}>
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <Group wrap="nowrap" gap="sm" className={classes.row}>
              <Link
                to="/conversations/$conversationId"
                params={{ conversationId: conversation.id }}
                className={classes.link}
              >
                <Text span lineClamp={2}>
                  {conversation.title}
                </Text>
                <Text span size="sm" c="dimmed">
                  {t('last', { time: clock(conversation.last_at) })}
                </Text>
              </Link>
              <ConversationMenu conversation={conversation} />
            </Group>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function dayName(day: Date): string {
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'full' }).format(day);
}

function clock(moment: string): string {
  return new Intl.DateTimeFormat(i18next.language, { timeStyle: 'short' }).format(new Date(moment));
}
