/** The typed client: paths, bodies and answers are checked against the OpenAPI schema of the service. */
import createClient from 'openapi-fetch';
import { refused, unreachable } from './problem';
import type { components, paths } from './schema';
import { session } from './session';

export type Schemas = components['schemas'];

/** `fetch` as who is signed in; a token that ended meanwhile is replaced once. Throws `ApiError` when unreachable. */
export async function authorized(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  try {
    const token = await session.accessToken();
    const response = await fetch(bearing(request.clone(), token));
    if (response.status !== 401 || !token) return response;
    const renewed = await session.refresh(token);
    return renewed ? await fetch(bearing(request, renewed)) : response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

function bearing(request: Request, token: string): Request {
  if (token) request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

async function anonymous(input: Request): Promise<Response> {
  return fetch(input).catch(() => {
    throw unreachable();
  });
}

const baseUrl = globalThis.location?.origin ?? '';

export const api = createClient<paths>({ baseUrl, fetch: authorized });

/** For what comes before a session: no token goes along, and none is asked for. */
export const doorstep = createClient<paths>({ baseUrl, fetch: anonymous });

/** What a call gave. Throws `ApiError` for everything but a success. */
export async function given<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw refused(error, response);
  return data as T;
}
