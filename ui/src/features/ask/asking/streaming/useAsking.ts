import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Schemas } from '@/api/client';
import { events } from '@/api/events';
import { ApiError, type Problem, unreachable } from '@/api/problem';
import { keep } from '../../conversation/queries';
import { type ClaimEvent, type Happening, happened, IDLE, type Question } from './stream';

type Answered = Schemas['AskOut'];

/** Asks, and tells what comes as it comes; one question at a time. Leaving the page stops the work. */
export function useAsking(owner: string, onAnswer: (answered: Answered, question: Question) => void) {
  const [stream, tell] = useReducer(happened, IDLE);
  const queries = useQueryClient();
  const asking = useRef<AbortController | null>(null);
  const answered = useRef(onAnswer);
  useEffect(() => {
    answered.current = onAnswer;
  });
  useEffect(() => () => asking.current?.abort(), []);

  const ask = useCallback(
    async (question: Question) => {
      asking.current?.abort();
      const here = new AbortController();
      asking.current = here;
      tell({ type: 'asked', question });
      try {
        const answer = await told(question, here.signal, tell);
        keep(queries, question, answer, owner);
        tell({ type: 'answered', exchangeId: answer.exchange_id });
        answered.current(answer, question);
      } catch (error) {
        if (!here.signal.aborted) tell({ type: 'broke', error });
      }
    },
    [owner, queries],
  );
  const stop = useCallback(() => {
    asking.current?.abort();
    tell({ type: 'stopped' });
  }, []);
  return { stream, ask, stop };
}

async function told(question: Question, signal: AbortSignal, tell: (happening: Happening) => void): Promise<Answered> {
  const request = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(question),
    signal,
  };
  for await (const { name, data } of events(`${location.origin}/api/v1/ask`, request)) {
    if (name === 'claim') tell({ type: 'claim', event: JSON.parse(data) as ClaimEvent });
    else if (name === 'answer') return JSON.parse(data) as Answered;
    else if (name === 'error') throw new ApiError(JSON.parse(data) as Problem);
  }
  throw unreachable(); // it ended with neither an answer nor an error: the server went away
}
