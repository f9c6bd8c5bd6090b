import { vi } from 'vitest';
import { session } from '@/api/session';

type Answers = Record<string, unknown>;

interface Seen {
  method: string;
  path: string;
  body: unknown;
  /** The version that was to be changed. */
  match: string | null;
}

/** A body with another status than 200. */
export class Refused {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

/**
 * A service that answers `METHOD /path` with a body, for somebody who is signed in. Gives the requests it got.
 *
 * What is not named is answered with 404, as a foreign thing would be.
 */
export function served(answers: Answers): Seen[] {
  const seen: Seen[] = [];
  session.keep({ access_token: 'token', refresh_token: '', token_type: 'bearer', expires_in: 900 });
  vi.stubGlobal('fetch', async (input: Request | string | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const sent = await request.text();
    seen.push({
      method: request.method,
      path: pathname,
      body: sent ? JSON.parse(sent) : null,
      match: request.headers.get('if-match'),
    });
    const answer = answers[`${request.method} ${pathname}`] ?? new Refused(404, { code: 'not_found', status: 404 });
    const [status, body] = answer instanceof Refused ? [answer.status, answer.body] : [200, answer];
    return new Response(JSON.stringify(body), { status });
  });
  return seen;
}
