/** Releases to test with. */
import type { Release } from './queries';
import type { Trial } from './trial/queries';

export function release(more: Partial<Release> = {}): Release {
  return {
    version: 1,
    name: '',
    run_id: 'r1',
    config: '0123456789ab',
    generation: 'g-0123456789ab',
    created_at: '2026-11-21T20:00:00Z',
    aliases: [],
    said: {},
    ...more,
  };
}

const arm = (release: string): Trial['control'] => ({
  made_of: { release, config: '0123456789ab', generation: 'g' },
  users: 3,
  questions: 7,
  errors: 0,
  refusals: 1,
  latency_ms: 120.5,
  cost: 0,
});

/** Release 2 beside release 1. */
export function trial(more: Partial<Trial> = {}): Trial {
  return {
    id: 't1',
    mode: 'shadow',
    share: 1,
    started_at: '2026-11-22T03:00:00Z',
    started_by: 'ada',
    reason: '',
    end: null,
    control: arm('1'),
    candidate: arm('2'),
    figures: [],
    likeness: null,
    ...more,
  };
}
