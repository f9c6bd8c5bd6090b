import { expect, test } from 'vitest';
import { ApiError, asProblem, unreachable } from '@/api/problem';
import { AT_ONCE, after, EMPTY, type Happening, type Queue, startable, unsent } from './queue';

const file = (name: string) => new File(['manual'], name);
const refusal = (code: string, status = 415) => new ApiError({ ...asProblem(null, { status, statusText: '' }), code });

function lived(...happenings: Happening[]): Queue {
  return happenings.reduce(after, EMPTY);
}

const added = (...ids: string[]): Happening => ({
  type: 'added',
  files: ids.map((id) => ({ id, file: file(`${id}.pdf`) })),
  collection: 'default',
});

test('no more files are begun than there is room for', () => {
  const queue = lived(added('a', 'b', 'c', 'd', 'e'));
  expect(startable(queue)).toHaveLength(AT_ONCE);
  expect(startable(after(queue, { type: 'begun', id: 'a' })).map(({ id }) => id)).toEqual(['b', 'c']);
});

test('a file that arrived leaves, and its job is remembered once', () => {
  const arrived = { type: 'arrived', jobId: 'job' } as const;
  const queue = lived(added('a', 'b'), { ...arrived, id: 'a' }, { ...arrived, id: 'b' });
  expect(queue.uploads).toEqual([]);
  expect(queue.jobs).toEqual(['job']);
});

test('a refused file stays with its reason until it is tried again', () => {
  const error = refusal('unsupported_format');
  const queue = lived(added('a'), { type: 'begun', id: 'a' }, { type: 'failed', id: 'a', error });
  expect(queue.uploads[0]).toMatchObject({ state: 'refused', error });
  expect(startable(queue)).toEqual([]);
  expect(unsent(queue)).toBe(false);
  const again = after(queue, { type: 'retried', id: 'a' });
  expect(startable(again)).toHaveLength(1);
  expect(again.uploads[0]?.error).toBeNull();
});

test('while the server is away nothing is begun, and everything goes on from the start afterwards', () => {
  const queue = lived(
    added('a', 'b'),
    { type: 'begun', id: 'a' },
    { type: 'progressed', id: 'a', loaded: 3 },
    { type: 'failed', id: 'a', error: unreachable() },
  );
  expect(queue.held).toBe(true);
  expect(queue.uploads[0]).toMatchObject({ state: 'waiting', loaded: 0 });
  expect(startable(queue)).toEqual([]);
  expect(startable(after(queue, { type: 'resumed' }))).toHaveLength(2);
});

test.each([
  ['not_signed_in', 401],
  ['overloaded', 503],
  ['too_many_requests', 429],
])('%s passes: the file waits', (code, status) => {
  expect(lived(added('a'), { type: 'failed', id: 'a', error: refusal(code, status) })).toMatchObject({ held: true });
});

test('a file that breaks off again and again is left to a person', () => {
  let queue = lived(added('a'));
  for (let round = 0; round < 5; round++) {
    expect(startable(after(queue, { type: 'resumed' }))).toHaveLength(1);
    queue = after(queue, { type: 'failed', id: 'a', error: unreachable() });
  }
  expect(queue.uploads[0]?.state).toBe('refused');
});
