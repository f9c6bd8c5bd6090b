import { Alert, Button, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { IconPlayerStopFilled } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import answerClasses from '../../answer/AnswerView.module.css';
import { Blocks } from '../../answer/blocks/Blocks';
import { CitationChoice } from '../../citations/CitationChoice';
import { QuestionHead } from '../../conversation/QuestionHead';
import type { Question, Stream } from './stream';

interface StreamArticleProps {
  stream: Stream;
  chosen: number | null;
  onChoose(citation: number): void;
  onStop(): void;
  onAsk(question: Question): void;
}

/** An answer while it comes. Sentences are added below those that are there: nothing moves. */
export function StreamArticle({ stream, chosen, onChoose, onStop, onAsk }: StreamArticleProps) {
  const { t } = useTranslation('ask');
  const choice = useMemo(() => ({ chosen, choose: onChoose }), [chosen, onChoose]);
  const { question, phase, shown, exchangeId } = stream;
  if (!question) return null;
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'md' }} component="article" aria-label={question.question}>
      <Stack gap="sm">
        <QuestionHead question={question.question} equipment={question.equipment} />
        <Stack gap="md">
          <Group className={answerClasses.status} justify="space-between">
            <Progressing stream={stream} />
            {phase === 'asking' && (
              <Button
                size="compact-md"
                variant="default"
                leftSection={<IconPlayerStopFilled size={16} aria-hidden />}
                onClick={onStop}
              >
                {t('stop')}
              </Button>
            )}
          </Group>
          <CitationChoice value={choice}>
            <div aria-live="polite" aria-relevant="additions">
              <Blocks shown={shown} exchangeId={exchangeId} />
            </div>
          </CitationChoice>
        </Stack>
        {phase === 'broken' && (
          <Stack gap="xs">
            {shown.claims.length > 0 && <Text size="sm">{t('incomplete')}</Text>}
            <ErrorPanel error={stream.error} onRetry={() => onAsk(question)} />
          </Stack>
        )}
        {phase === 'stopped' && (
          <Alert role="status" color="gray">
            <Group justify="space-between">
              <Text size="sm">{t('stopped')}</Text>
              <Button size="xs" variant="default" onClick={() => onAsk(question)}>
                {t('again')}
              </Button>
            </Group>
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}

function Progressing({ stream }: { stream: Stream }) {
  const { t } = useTranslation('ask');
  const count = stream.shown.claims.length;
  if (stream.phase !== 'asking') return <span />;
  return (
    <Group gap="xs" wrap="nowrap">
      <Loader size="xs" aria-hidden />
      <Text size="sm" role="status">
        {count ? t('claimCount', { count }) : t('searching')}
      </Text>
    </Group>
  );
}
