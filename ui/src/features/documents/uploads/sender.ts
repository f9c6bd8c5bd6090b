/** Sends what is queued, a few at once, whatever page is shown; waits where the server is away. */
import type { Schemas } from '@/api/client';
import { ApiError, unreachable } from '@/api/problem';
import { session } from '@/api/session';
import { after, EMPTY, type Happening, type Queue, startable, type Upload, unsent } from './queue';
import { type Carriage, send } from './transport';

type Send = (upload: Upload, carriage: Carriage) => Promise<Schemas['JobOut']>;

/** Milliseconds between two looks whether the server is back. */
const LOOK = 3_000;

export class Sender {
  private queue = EMPTY;
  private looking = false;
  private added = 0;
  private readonly stops = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly send: Send,
    private readonly reachable: () => Promise<boolean>,
    private readonly pause: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, LOOK)),
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): Queue => this.queue;

  add(files: readonly File[], collection: string): void {
    this.happen({ type: 'added', files: files.map((file) => ({ id: `${++this.added}`, file })), collection });
  }

  retry(id: string): void {
    this.happen({ type: 'retried', id });
  }

  /** Stop sending a file, or forget one that was refused. */
  drop(id: string): void {
    this.stops.get(id)?.abort();
    this.happen({ type: 'dropped', id });
  }

  private happen(happening: Happening): void {
    this.become(happening);
    for (const upload of startable(this.queue)) void this.carry(upload);
    if (this.queue.held) void this.awaitServer();
  }

  private become(happening: Happening): void {
    this.queue = after(this.queue, happening);
    for (const listener of this.listeners) listener();
  }

  private async carry(upload: Upload): Promise<void> {
    const { id } = upload;
    const stop = new AbortController();
    this.stops.set(id, stop);
    this.become({ type: 'begun', id });
    try {
      const onProgress = (loaded: number) => this.happen({ type: 'progressed', id, loaded });
      const job = await this.send(upload, { signal: stop.signal, onProgress });
      this.happen({ type: 'arrived', id, jobId: job.id });
    } catch (error) {
      if (stop.signal.aborted) return;
      this.happen({ type: 'failed', id, error: error instanceof ApiError ? error : unreachable() });
    } finally {
      this.stops.delete(id);
    }
  }

  private async awaitServer(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    do await this.pause();
    while (!(await this.reachable()));
    this.looking = false;
    this.happen({ type: 'resumed' });
  }
}

async function reachable(): Promise<boolean> {
  if (!session.signedIn) return false;
  try {
    return (await fetch('/livez', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

export const sender = new Sender(send, reachable);

globalThis.addEventListener?.('beforeunload', (event) => {
  if (unsent(sender.snapshot())) event.preventDefault();
});
