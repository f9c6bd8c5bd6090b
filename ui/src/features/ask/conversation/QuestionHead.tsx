import { Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moment } from '@/i18n/formats';
import classes from './QuestionHead.module.css';

interface QuestionHeadProps {
  question: string;
  equipment: string;
  at?: string;
  /** Whether it stands above all of this already: then it is here for screen readers. */
  headed?: boolean;
}

/** What was asked, about which machine, and when. */
export function QuestionHead({ question, equipment, at, headed }: QuestionHeadProps) {
  const { t } = useTranslation('ask');
  return (
    <div>
      <Title order={2} size="h4" className={classes.question} data-headed={headed || undefined}>
        {question}
      </Title>
      <Group gap="xs">
        {equipment && (
          <Text size="sm" fw={600}>
            {t('conversation.askedAbout', { equipment })}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {at ? <time dateTime={at}>{moment(at)}</time> : '\u00a0'}
        </Text>
      </Group>
    </div>
  );
}
