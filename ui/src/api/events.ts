/** Server-sent events over `fetch`, since `EventSource` sends neither a body nor an Authorization header. */
import { createParser } from 'eventsource-parser';
import { authorized } from './client';
import { problemOf, unreachable } from './problem';

export interface ServerEvent {
  name: string;
  data: string;
}

/** The events of a stream, one by one. Throws `ApiError` where it is refused or breaks off. */
export async function* events(path: string, init: RequestInit = {}): AsyncGenerator<ServerEvent> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'text/event-stream');
  const response = await authorized(path, { ...init, headers });
  if (!response.ok || !response.body) throw await problemOf(response);
  const parsed: ServerEvent[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => parsed.push({ name: event ?? 'message', data }) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        if (init.signal?.aborted) throw error;
        throw unreachable();
      });
      if (done) return;
      parser.feed(value);
      yield* parsed.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => undefined); // it may have broken off already
  }
}
