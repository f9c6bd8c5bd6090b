import { Button, Checkbox, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import type { Queued } from '../queries';
import { EvidenceFields } from './EvidenceFields';
import { expected, known } from './expected';
import { tellOf } from './tellOf';
import { useVerdict } from './useVerdict';
import { VerdictError } from './VerdictError';

interface VerdictFormProps {
  item: Queued;
  citations: Schemas['CitationOut'][];
  onDone(): void;
}

/** Accept, into a golden case, or reject; A and R do it from the keyboard. */
export function VerdictForm({ item, citations, onDone }: VerdictFormProps) {
  const { t } = useTranslation('review');
  const [typed, setTyped] = useState(() => known(item, citations));
  const change = (fields: Partial<typeof typed>) => setTyped((was) => ({ ...was, ...fields }));
  const verdict = useVerdict(item.feedback, (reviewed) => {
    tellOf(reviewed);
    onDone();
  });
  const golden = expected(typed);
  const { note } = typed;
  const open = item.feedback.state === 'open';
  const accept = () => open && golden && verdict.mutate({ state: 'accepted', note, case: golden });
  const reject = () => open && verdict.mutate({ state: 'rejected', note });
  useHotkeys([
    ['A', accept],
    ['R', reject],
  ]);
  return (
    <Paper withBorder p="md" component="section" aria-label={t('verdict.title')}>
      <Stack>
        <Title order={3} size="h4">
          {t('verdict.title')}
        </Title>
        {verdict.isError && <VerdictError error={verdict.error} onRead={verdict.reset} />}
        {open && (
          <>
            <Text size="sm" c="dimmed">
              {t('verdict.text')}
            </Text>
            <Textarea
              label={t('verdict.question')}
              description={t('verdict.questionHelp')}
              autosize
              value={typed.question}
              onChange={(event) => change({ question: event.currentTarget.value })}
            />
            <Checkbox
              label={t('verdict.unanswerable')}
              checked={typed.unanswerable}
              onChange={(event) => change({ unanswerable: event.currentTarget.checked })}
            />
            {!typed.unanswerable && (
              <>
                <Textarea
                  label={t('verdict.answer')}
                  description={t('verdict.answerHelp')}
                  autosize
                  minRows={2}
                  value={typed.answer}
                  onChange={(event) => change({ answer: event.currentTarget.value })}
                />
                <EvidenceFields value={typed.evidence} onChange={(evidence) => change({ evidence })} />
                <Textarea
                  label={t('verdict.facts')}
                  description={t('verdict.factsHelp')}
                  autosize
                  value={typed.facts}
                  onChange={(event) => change({ facts: event.currentTarget.value })}
                />
              </>
            )}
          </>
        )}
        <Textarea
          label={t('verdict.note')}
          description={t('verdict.noteHelp')}
          autosize
          value={note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
        <Group>
          {open ? (
            <>
              <Button onClick={accept} disabled={!golden} loading={verdict.isPending}>
                {t('verdict.accept')}
              </Button>
              <Button variant="default" onClick={reject} disabled={verdict.isPending}>
                {t('verdict.reject')}
              </Button>
              <Text size="xs" c="dimmed">
                {t('verdict.keys')}
              </Text>
            </>
          ) : (
            <Button
              variant="default"
              onClick={() => verdict.mutate({ state: 'open', note })}
              loading={verdict.isPending}
            >
              {t('verdict.reopen')}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
