/** Answers to test with. */
import type { Exchange } from '../conversation/queries';
import type { Citation, Claim } from './blocks/blocks';

export function claim(text: string, more: Partial<Claim> = {}): Claim {
  return { text, citations: [], kind: 'sentence', warning: null, before: 0, ...more };
}

export function citation(number: number, more: Partial<Citation> = {}): Citation {
  return {
    number,
    document_id: 'doc',
    revision: '9f86d081884c7d659a2f',
    title: 'Pump manual',
    page: 11,
    label: '2-1',
    quote: `Quote ${number}.`,
    rectangles: [],
    ...more,
  };
}

export function exchange(response: Partial<Exchange['response']>, more: Partial<Exchange> = {}): Exchange {
  const outcome = response.outcome ?? 'answered';
  return {
    kind: 'exchange',
    id: 'exchange-1',
    conversation_id: 'conversation-1',
    owner: 'marie',
    query: 'How do I start it?',
    equipment: 'P 100',
    collections: ['default'],
    created_at: '2026-11-21T20:00:00Z',
    release: 'a/b',
    latency_ms: 40,
    outcome,
    costs: [],
    response: {
      question: 'How do I start it?',
      language: 'en',
      outcome,
      claims: [],
      warnings: [],
      citations: [],
      confidence: 0.9,
      reason: '',
      nearest: [],
      candidates: [],
      notices: [],
      usage: [],
      timings_ms: { total: 40 },
      trace: null,
      trace_id: 't',
      config_hash: 'c',
      ...response,
    },
    ...more,
  };
}

export const NEAREST = {
  document_id: 'doc',
  title: 'Pump manual',
  page: 12,
  label: '2-2',
  heading: 'Care',
  text: 'Keep the pump dry.',
};
