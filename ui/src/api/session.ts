/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie that no script can read.
 *
 * A refresh token is good once, and one that comes twice ends the session: so tabs take turns (Web Locks) and hand
 * each other the access token (BroadcastChannel).
 */
import type { components } from './schema';

type Tokens = components['schemas']['Tokens'];
type Listener = () => void;
/** `unknown` until the server was asked once; `left` by signing out, `ended` by time or by an administrator. */
export type Standing = 'unknown' | 'in' | 'left' | 'ended';
interface Told {
  token: string;
  goodUntil: number;
  standing: Standing;
}

/** That there may be a session in this browser: its cookie cannot be seen, and asking for it in vain is logged. */
const MARK = 'paillasse-session';

const REFRESH = '/api/v1/auth/refresh';
/** Seconds before its end at which an access token is replaced. */
const MARGIN = 30;

export class Session {
  private token = '';
  private goodUntil = 0;
  private now: Standing = 'unknown';
  private refreshing: Promise<string> | null = null;
  private readonly listeners = new Set<Listener>();
  private readonly channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('paillasse-session');

  constructor(private readonly request: typeof fetch = (...call) => fetch(...call)) {
    this.channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => this.become(data));
  }

  get signedIn(): boolean {
    return this.token !== '';
  }

  get standing(): Standing {
    return this.now;
  }

  /** Called whenever somebody signs in or out, in this tab or another. */
  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  keep(tokens: Tokens): void {
    this.set({ token: tokens.access_token, goodUntil: Date.now() + tokens.expires_in * 1000, standing: 'in' });
  }

  /** Signed out on purpose. */
  forget(): void {
    this.set({ token: '', goodUntil: 0, standing: 'left' });
  }

  /** A session may come of what happens outside this app: a sign-in at an identity provider. */
  expect(): void {
    localStorage.setItem(MARK, 'expected');
  }

  /** An access token that is still good, refreshed where needed; empty where nobody is signed in. */
  async accessToken(): Promise<string> {
    if (!this.token && !localStorage.getItem(MARK)) return '';
    if (this.token && Date.now() < this.goodUntil - MARGIN * 1000) return this.token;
    return this.refresh(this.token);
  }

  /** Another token than `stale`, which was refused; empty where the session has ended. */
  async refresh(stale: string): Promise<string> {
    this.refreshing ??= this.turn(stale).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async turn(stale: string): Promise<string> {
    const renew = async () => {
      if (this.token && this.token !== stale) return this.token; // another tab was first
      const response = await this.request(REFRESH, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      });
      if (response.ok) this.keep((await response.json()) as Tokens);
      else if (response.status === 401) this.set({ token: '', goodUntil: 0, standing: 'ended' });
      else if (!this.token) throw new TypeError(`refresh: ${response.status}`);
      return this.token;
    };
    return navigator.locks ? navigator.locks.request('paillasse-refresh', renew) : renew();
  }

  private set(told: Told): void {
    if (told.standing === 'in') localStorage.setItem(MARK, 'in');
    else localStorage.removeItem(MARK);
    this.channel?.postMessage(told);
    this.become(told);
  }

  private become({ token, goodUntil, standing }: Told): void {
    this.token = token;
    this.goodUntil = goodUntil;
    this.now = standing;
    for (const listener of this.listeners) listener();
  }
}

export const session = new Session();
