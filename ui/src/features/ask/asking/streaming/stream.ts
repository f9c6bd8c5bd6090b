/** An answer while it is being written: what came of it stays, whatever becomes of the rest. */
import type { Schemas } from '@/api/client';
import type { Citation, Claim, Shown } from '../../answer/blocks/blocks';

/** What was asked. */
export type Question = Schemas['AskIn'];

/** Server-sent events are not in the OpenAPI schema: this one is `ClaimEvent` of the service. */
export interface ClaimEvent {
  claim: Claim;
  citations: Citation[];
  warnings: Claim[];
}

export interface Stream {
  phase: 'idle' | 'asking' | 'stopped' | 'broken' | 'answered';
  question: Question | null;
  shown: Shown;
  error: unknown;
  /** Where the finished answer is kept. */
  exchangeId: string | null;
}

export type Happening =
  | { type: 'asked'; question: Question }
  | { type: 'claim'; event: ClaimEvent }
  | { type: 'stopped' }
  | { type: 'broke'; error: unknown }
  | { type: 'answered'; exchangeId: string }
  | { type: 'cleared' };

const NOTHING: Shown = { claims: [], warnings: [], citations: [] };
export const IDLE: Stream = { phase: 'idle', question: null, shown: NOTHING, error: null, exchangeId: null };

export function happened(stream: Stream, happening: Happening): Stream {
  switch (happening.type) {
    case 'asked':
      return { ...IDLE, phase: 'asking', question: happening.question };
    case 'claim':
      return { ...stream, shown: withClaim(stream.shown, happening.event) };
    case 'stopped':
      return { ...stream, phase: 'stopped' };
    case 'broke':
      return { ...stream, phase: 'broken', error: happening.error };
    case 'answered':
      return { ...stream, phase: 'answered', exchangeId: happening.exchangeId };
    case 'cleared':
      return IDLE;
  }
}

/** Claims and citations that were there keep their identity, so that nothing but the new claim is rendered. */
function withClaim(shown: Shown, { claim, citations, warnings }: ClaimEvent): Shown {
  const known = new Set(shown.citations.map(({ number }) => number));
  const before = shown.claims.length;
  return {
    claims: [...shown.claims, claim],
    warnings: [...shown.warnings, ...warnings.map((warning) => ({ ...warning, before }))],
    citations: [...shown.citations, ...citations.filter(({ number }) => !known.has(number))],
  };
}
