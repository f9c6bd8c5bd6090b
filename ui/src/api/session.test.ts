import { beforeEach, expect, test, vi } from 'vitest';
import { Session } from './session';

const tokens = (access_token: string, expires_in = 900) =>
  new Response(JSON.stringify({ access_token, refresh_token: '', token_type: 'bearer', expires_in }));

beforeEach(() => localStorage.clear());

test('a token that is still good is not refreshed', async () => {
  const request = vi.fn();
  const session = new Session(request);
  session.keep({ access_token: 'first', refresh_token: '', token_type: 'bearer', expires_in: 900 });
  expect(await session.accessToken()).toBe('first');
  expect(request).not.toHaveBeenCalled();
});

test('calls that come at once refresh once: a refresh token is good once', async () => {
  const request = vi.fn(async () => tokens('fresh'));
  const session = new Session(request);
  session.expect();
  expect(await Promise.all([session.accessToken(), session.accessToken()])).toEqual(['fresh', 'fresh']);
  expect(request).toHaveBeenCalledTimes(1);
});

test('a token about to end is replaced', async () => {
  const session = new Session(async () => tokens('fresh'));
  session.keep({ access_token: 'old', refresh_token: '', token_type: 'bearer', expires_in: 10 });
  expect(await session.accessToken()).toBe('fresh');
});

test('a session that the server ended is over here too, and says so', async () => {
  const session = new Session(async () => new Response('{}', { status: 401 }));
  session.keep({ access_token: 'old', refresh_token: '', token_type: 'bearer', expires_in: 10 });
  const told = vi.fn();
  session.subscribe(told);
  expect(await session.accessToken()).toBe('');
  expect(session.signedIn).toBe(false);
  expect(session.standing).toBe('ended');
  expect(told).toHaveBeenCalled();
});

test('a server that is away ends no session', async () => {
  const session = new Session(async () => new Response('', { status: 502 }));
  session.keep({ access_token: 'old', refresh_token: '', token_type: 'bearer', expires_in: 10 });
  expect(await session.accessToken()).toBe('old');
  expect(session.signedIn).toBe(true);
});

test('who signs out has left, and is not told that the session ended', () => {
  const session = new Session(vi.fn());
  expect(session.standing).toBe('unknown');
  session.keep({ access_token: 'first', refresh_token: '', token_type: 'bearer', expires_in: 900 });
  expect(session.standing).toBe('in');
  session.forget();
  expect(session.standing).toBe('left');
});

test('where nobody signed in the server is not asked, and is again where one may come back signed in', async () => {
  const request = vi.fn(async () => tokens('fresh'));
  const session = new Session(request);
  expect(await session.accessToken()).toBe('');
  expect(request).not.toHaveBeenCalled();
  session.expect();
  expect(await session.accessToken()).toBe('fresh');
  session.forget();
  expect(await new Session(request).accessToken()).toBe('');
  expect(request).toHaveBeenCalledTimes(1);
});
