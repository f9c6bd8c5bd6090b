import { Group, Stack } from '@mantine/core';
import type { Question } from '../asking/streaming/stream';
import type { Exchange } from '../conversation/queries';
import classes from './AnswerView.module.css';
import { Blocks } from './blocks/Blocks';
import { Candidates } from './outcomes/Candidates';
import { Confidence } from './outcomes/Confidence';
import { Notices } from './outcomes/Notices';
import { Refusal } from './outcomes/Refusal';
import { TicketOffer } from './outcomes/TicketOffer';
import { Sources } from './Sources';

interface AnswerViewProps {
  exchange: Exchange;
  /** Asks again, about one of the candidates. */
  onAsk(question: Question): void;
}

/** A finished answer, whatever its outcome. What is put around it (`CitationChoice`) decides where pages open. */
export function AnswerView({ exchange, onAsk }: AnswerViewProps) {
  const answer = exchange.response;
  return (
    <Stack gap="md">
      {answer.claims.length > 0 && (
        <>
          <Group className={classes.status}>
            <Confidence value={answer.confidence} />
          </Group>
          <Blocks shown={answer} exchangeId={exchange.id} />
        </>
      )}
      {answer.outcome === 'refused' && <Refusal exchange={exchange} />}
      {answer.candidates.length > 0 && <Candidates exchange={exchange} onAsk={onAsk} />}
      <TicketOffer exchange={exchange} />
      <Notices answer={answer} />
      <Sources citations={answer.citations} />
    </Stack>
  );
}
