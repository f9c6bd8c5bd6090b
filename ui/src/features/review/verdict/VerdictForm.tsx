import { Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useSingleKeys, useSingleKeysOn } from '@/components/choices/keys';
import type { Queued } from '../queries';
import { CaseFields } from './CaseFields';
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
  const singleKeys = useSingleKeysOn();
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
  useSingleKeys([
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
            <CaseFields typed={typed} onChange={change} answerHelp={t('verdict.answerHelp')} />
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
              {singleKeys && (
                <Text size="xs" c="dimmed">
                  {t('verdict.keys')}
                </Text>
              )}
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
