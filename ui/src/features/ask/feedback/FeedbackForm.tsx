import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import type { Feedback } from './queries';

type Said = Schemas['FeedbackIn'];
type Reason = Schemas['Reason'];

const REASONS = [
  'wrong',
  'incomplete',
  'wrong_equipment',
  'wrong_source',
  'refused_wrongly',
  'answered_wrongly',
  'unclear',
  'other',
] as const satisfies readonly Reason[];

interface FeedbackFormProps {
  thumb: Schemas['Thumb'];
  before: Feedback | null;
  sending: boolean;
  onSend(said: Said): void;
  onCancel(): void;
}

/** Why, in a word and in one's own words; nothing of it must be filled in. */
export function FeedbackForm({ thumb, before, sending, onSend, onCancel }: FeedbackFormProps) {
  const { t } = useTranslation(['ask', 'common']);
  const [reason, setReason] = useState<Reason | null>(before?.reason ?? null);
  const [comment, setComment] = useState(before?.comment ?? '');
  const [corrected, setCorrected] = useState(before?.corrected_answer ?? '');
  const wrong = thumb === 'down';
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSend({ thumb, comment, reason: wrong ? reason : null, corrected_answer: wrong ? corrected : '' });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm" maw={640}>
        {wrong && (
          <Radio.Group
            label={t('feedback.reason')}
            value={reason ?? ''}
            onChange={(value) => setReason(value as Reason)}
          >
            <Stack gap={6} mt={6}>
              {REASONS.map((each) => (
                <Radio key={each} value={each} label={t(`feedback.reasons.${each}`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Textarea
          label={t('feedback.comment')}
          description={t('feedback.commentHelp')}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          maxLength={10_000}
          autosize
          minRows={2}
        />
        {wrong && (
          <Textarea
            label={t('feedback.corrected')}
            value={corrected}
            onChange={(event) => setCorrected(event.currentTarget.value)}
            maxLength={10_000}
            autosize
            minRows={2}
          />
        )}
        <Group gap="xs">
          <Button type="submit" loading={sending}>
            {t('feedback.send')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('common:cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
