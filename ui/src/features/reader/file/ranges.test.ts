import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ApiError } from '@/api/problem';
import { session } from '@/api/session';
import { PART, readCopy, readHead, readPart } from './ranges';

const FILE = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);
const SHA = 'ab'.repeat(32);
const asked: string[] = [];

/** A server that keeps to `Range`, as ours does. */
async function served(request: Request): Promise<Response> {
  const range = request.headers.get('Range') ?? '';
  asked.push(range);
  const [, begin, end] = /bytes=(\d+)-(\d+)/.exec(range) ?? [];
  const [first, last] = [Number(begin), Math.min(Number(end), FILE.length - 1)];
  return new Response(FILE.slice(first, last + 1), {
    status: 206,
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Range': `bytes ${first}-${last}/${FILE.length}`,
      ETag: `"${SHA}"`,
    },
  });
}

const never = new AbortController().signal;

beforeEach(() => {
  asked.length = 0;
  session.keep({ access_token: 'token', refresh_token: '', token_type: 'bearer', expires_in: 900 });
  // a path needs a host outside a browser
  vi.stubGlobal(
    'Request',
    class extends Request {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(typeof input === 'string' ? new URL(input, 'http://localhost') : input, init);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

test('the first part tells the length of the whole, the kind and the revision', async () => {
  vi.stubGlobal('fetch', served);
  const head = await readHead('a b', never);
  expect(head).toMatchObject({ length: FILE.length, isPdf: true, revision: SHA });
  expect(head.bytes).toEqual(FILE.slice(0, PART));
  expect(asked).toEqual([`bytes=0-${PART - 1}`]);
});

test('a part is the bytes that were asked for, no more', async () => {
  vi.stubGlobal('fetch', served);
  expect(await readPart('id', 131_072, 140_000, never)).toEqual(FILE.slice(131_072, 140_000));
  expect(asked).toEqual(['bytes=131072-139999']);
});

test('a proxy that knows no parts sends the whole file, which is cut here', async () => {
  vi.stubGlobal('fetch', async () => new Response(FILE, { headers: { 'Content-Type': 'application/pdf' } }));
  const head = await readHead('id', never);
  expect([head.length, head.bytes.length]).toEqual([FILE.length, FILE.length]);
  expect(await readPart('id', 10, 20, never)).toEqual(FILE.slice(10, 20));
});

test('what is no PDF is said to be none', async () => {
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Range': 'bytes 0-3/4' };
  vi.stubGlobal('fetch', async () => new Response('<h1>', { status: 206, headers }));
  expect(await readHead('id', never)).toMatchObject({ isPdf: false, length: 4, revision: '' });
});

test('a copy comes whole', async () => {
  const fetched = vi.fn(async (_: Request) => new Response('%PDF-'));
  vi.stubGlobal('fetch', fetched);
  expect(new TextDecoder().decode(await readCopy('a b', never))).toBe('%PDF-');
  expect(new URL(fetched.mock.calls[0]?.[0].url ?? '').pathname).toBe('/api/v1/documents/a%20b/reading-copy');
});

test('a file that is gone is a problem with its code', async () => {
  const problem = { code: 'unreadable_file', status: 410, title: 'Gone' };
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(problem), { status: 410 }));
  const error = await readPart('id', 0, 10, never).catch((reason: ApiError) => reason);
  expect((error as ApiError).code).toBe('unreadable_file');
});
