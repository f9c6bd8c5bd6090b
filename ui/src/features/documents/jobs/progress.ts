/** How far a job is, as the server tells it while it lasts. */
import type { Schemas } from '@/api/client';
import { events, type ServerEvent } from '@/api/events';

export type Job = Schemas['JobOut'];
export type Progress = Pick<Job, 'state' | 'stage' | 'done' | 'total' | 'retry_at' | 'trouble' | 'document_id'>;

type Open = (path: string, init: { signal: AbortSignal }) => AsyncIterable<ServerEvent>;

/** Milliseconds before a stream that ended early is opened again: it lasts ten minutes, or the server was started anew. */
const PAUSE = 3_000;

export function finished({ state }: Pick<Job, 'state'>): boolean {
  return state !== 'queued' && state !== 'running';
}

/** A job with what was told of it since it was listed. What the list says of a finished one is the last word. */
export function current(job: Job, told: Progress | null): Job {
  return told && !finished(job) ? { ...job, ...told } : job;
}

/** Whether a file became no new manual, since it is one already: then nothing of it was read. */
export function wasThere({ state, stage }: Pick<Job, 'state' | 'stage'>): boolean {
  return state === 'done' && stage === '';
}

/** The progress of a job, over as many streams as it takes, until it is finished or `signal` says so. */
export async function* progressOf(
  jobId: string,
  signal: AbortSignal,
  open: Open = events,
  pause: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, PAUSE)),
): AsyncGenerator<Progress> {
  while (!signal.aborted) {
    try {
      for await (const { name, data } of open(`/api/v1/jobs/${jobId}/events`, { signal })) {
        if (name !== 'progress') break; // a problem: the list still tells where the job stands
        const progress = JSON.parse(data) as Progress;
        yield progress;
        if (finished(progress)) return;
      }
    } catch {
      // Refused or broken off: the list is asked meanwhile, and shows why where that fails too.
    }
    if (!signal.aborted) await pause();
  }
}
