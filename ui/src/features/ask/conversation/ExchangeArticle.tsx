import { Paper, Stack } from '@mantine/core';
import { memo, type RefObject, useMemo, useRef } from 'react';
import { AnswerActions } from '../answer/AnswerActions';
import { AnswerView } from '../answer/AnswerView';
import type { Question } from '../asking/streaming/stream';
import { CitationChoice } from '../citations/CitationChoice';
import { Feedback } from '../feedback/Feedback';
import { WhyButton } from '../why/WhyButton';
import classes from './ExchangeArticle.module.css';
import { QuestionHead } from './QuestionHead';
import type { AnyExchange } from './queries';
import { WithheldNote } from './WithheldNote';

interface ExchangeArticleProps {
  exchange: AnyExchange;
  /** Whether the page is headed by the question. */
  headed: boolean;
  /** Number of the citation that is open beside it. */
  chosen: number | null;
  onChoose(exchangeId: string, citation: number): void;
  onAsk(question: Question): void;
  reader: { expert: boolean; userId: string };
}

/** A question and what came of it, with what can be done with that. */
export const ExchangeArticle = memo(function ExchangeArticle(props: ExchangeArticleProps) {
  const { exchange, headed, chosen, onChoose, onAsk, reader } = props;
  const article = useRef<HTMLElement>(null);
  const choice = useMemo(
    () => ({ chosen, choose: (number: number) => onChoose(exchange.id, number) }),
    [chosen, onChoose, exchange.id],
  );
  return (
    <Paper
      withBorder
      p={{ base: 'sm', sm: 'md' }}
      component="article"
      ref={article as RefObject<never>}
      id={`exchange-${exchange.id}`}
      tabIndex={-1}
      aria-label={exchange.query}
      className={classes.article}
    >
      <Stack gap="sm">
        <QuestionHead
          question={exchange.query}
          headed={headed}
          equipment={exchange.kind === 'exchange' ? exchange.equipment : ''}
          at={exchange.created_at}
        />
        {exchange.kind === 'withheld' ? (
          <WithheldNote />
        ) : (
          <CitationChoice value={choice}>
            <AnswerView exchange={exchange} onAsk={onAsk} />
            <AnswerActions exchange={exchange} printed={article}>
              {reader.expert && <WhyButton exchangeId={exchange.id} />}
            </AnswerActions>
            <Feedback exchangeId={exchange.id} own={exchange.owner === reader.userId} />
          </CitationChoice>
        )}
      </Stack>
    </Paper>
  );
});
