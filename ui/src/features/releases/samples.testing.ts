/** Releases to test with. */
import type { Release } from './queries';

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
