import { afterEach, expect, test, vi } from 'vitest';
import { events } from './events';
import { type ApiError, UNREACHABLE } from './problem';
import { session } from './session';

afterEach(() => vi.unstubAllGlobals());

function streamed(...pieces: (string | Error)[]): Response {
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(new TextEncoder().encode(piece));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

function answeredWith(response: Response) {
  session.keep({ access_token: 'token', refresh_token: '', token_type: 'bearer', expires_in: 900 });
  vi.stubGlobal('fetch', async () => response);
}

async function collected(): Promise<{ seen: string[]; error: unknown }> {
  const seen: string[] = [];
  try {
    for await (const { name, data } of events('http://localhost/api/v1/ask')) seen.push(`${name}:${data}`);
  } catch (error) {
    return { seen, error };
  }
  return { seen, error: null };
}

test('events come out whole, however the network cuts them', async () => {
  answeredWith(streamed('event: claim\nda', 'ta: {"a":1}\n\nevent: ans', 'wer\ndata: {}\n\n'));
  expect(await collected()).toEqual({ seen: ['claim:{"a":1}', 'answer:{}'], error: null });
});

test('a stream that breaks off says that the server is away, after what it had told', async () => {
  answeredWith(streamed('event: claim\ndata: 1\n\n', new TypeError('network')));
  const { seen, error } = await collected();
  expect(seen).toEqual(['claim:1']);
  expect((error as ApiError).code).toBe(UNREACHABLE);
});

test('a refusal is the problem that the service tells', async () => {
  const problem = { code: 'too_many_questions', status: 429, title: 'Too Many Requests' };
  answeredWith(new Response(JSON.stringify(problem), { status: 429 }));
  expect(((await collected()).error as ApiError).code).toBe('too_many_questions');
});
