import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moment } from '@/i18n/formats';
import type { Feedback } from './queries';

interface FeedbackGivenProps {
  feedback: Feedback;
  own: boolean;
  onChange?: () => void;
}

/** What was said of an answer, and what an expert made of it. */
export function FeedbackGiven({ feedback, own, onChange }: FeedbackGivenProps) {
  const { t } = useTranslation('ask');
  const { thumb, reason, comment, corrected_answer, given_at, state, review } = feedback;
  return (
    <Stack gap={2} className="no-print" role="status">
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {own ? t('feedback.given', { date: moment(given_at) }) : t('feedback.theirs')}
        </Text>
        <Text size="sm" fw={600}>
          {t(`feedback.${thumb}`)}
          {reason && ` · ${t(`feedback.reasons.${reason}`)}`}
        </Text>
        {onChange && (
          <Anchor component="button" size="sm" onClick={onChange}>
            {t('feedback.change')}
          </Anchor>
        )}
      </Group>
      {comment && <Words name={t('feedback.comment')} words={comment} />}
      {corrected_answer && <Words name={t('feedback.corrected')} words={corrected_answer} />}
      <Text size="sm" c="dimmed">
        {t(`feedback.state.${state}`)}
      </Text>
      {review?.note && <Words name={t('feedback.note')} words={review.note} />}
    </Stack>
  );
}

function Words({ name, words }: { name: string; words: string }) {
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
      <strong>{name}</strong> {words}
    </Text>
  );
}
