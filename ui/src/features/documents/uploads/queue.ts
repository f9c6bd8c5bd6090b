/** Files on their way to the server, as a value and what happens to it. Pure: `sender.ts` does the sending. */
import { type ApiError, UNREACHABLE } from '@/api/problem';

export interface Upload {
  id: string;
  file: File;
  collection: string;
  state: 'waiting' | 'sending' | 'refused';
  /** Bytes that have left. */
  loaded: number;
  /** How often sending it was broken off. */
  broken: number;
  error: ApiError | null;
}

export interface Queue {
  uploads: readonly Upload[];
  /** The server is away or nobody is signed in: nothing is begun until that is over. */
  held: boolean;
  /** Ids of the jobs that came of the files sent since the app was loaded. */
  jobs: readonly string[];
}

export type Happening =
  | { type: 'added'; files: readonly { id: string; file: File }[]; collection: string }
  | { type: 'begun'; id: string }
  | { type: 'progressed'; id: string; loaded: number }
  | { type: 'arrived'; id: string; jobId: string }
  | { type: 'failed'; id: string; error: ApiError }
  | { type: 'retried'; id: string }
  | { type: 'dropped'; id: string }
  | { type: 'held' }
  | { type: 'resumed' };

export const EMPTY: Queue = { uploads: [], held: false, jobs: [] };

/** A browser opens six connections to a server: with two streams of progress there is one left for everything else. */
export const AT_ONCE = 3;
/** A file whose sending breaks off so often is not sent again by itself. */
const PATIENCE = 5;
/** What is over as soon as the server is back, is less busy, or somebody signs in again. */
const PASSING = new Set([UNREACHABLE, 'not_signed_in', 'upload_interrupted', 'overloaded', 'database_unreachable']);
const PASSING_STATUS = new Set([429, 502, 503, 504]);

export function after(queue: Queue, happening: Happening): Queue {
  switch (happening.type) {
    case 'added': {
      const { collection } = happening;
      const added = happening.files.map(({ id, file }) => waiting(id, file, collection));
      return { ...queue, uploads: [...queue.uploads, ...added] };
    }
    case 'begun':
      return changed(queue, happening.id, () => ({ state: 'sending', loaded: 0, error: null }));
    case 'progressed':
      return changed(queue, happening.id, () => ({ loaded: happening.loaded }));
    case 'arrived':
      return {
        ...queue,
        uploads: queue.uploads.filter(({ id }) => id !== happening.id),
        jobs: queue.jobs.includes(happening.jobId) ? queue.jobs : [...queue.jobs, happening.jobId],
      };
    case 'failed':
      return failed(queue, happening.id, happening.error);
    case 'retried':
      return changed(queue, happening.id, () => ({ state: 'waiting', loaded: 0, broken: 0, error: null }));
    case 'dropped':
      return { ...queue, uploads: queue.uploads.filter(({ id }) => id !== happening.id) };
    case 'held':
      return { ...queue, held: true };
    case 'resumed':
      return { ...queue, held: false };
  }
}

/** Those to begin now. */
export function startable({ uploads, held }: Queue): Upload[] {
  if (held) return [];
  const room = AT_ONCE - uploads.filter(({ state }) => state === 'sending').length;
  return uploads.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, room));
}

/** Whether something would be lost if the app were closed now. */
export function unsent({ uploads }: Queue): boolean {
  return uploads.some(({ state }) => state !== 'refused');
}

function waiting(id: string, file: File, collection: string): Upload {
  return { id, file, collection, state: 'waiting', loaded: 0, broken: 0, error: null };
}

function changed(queue: Queue, id: string, change: (upload: Upload) => Partial<Upload>): Queue {
  const uploads = queue.uploads.map((upload) => (upload.id === id ? { ...upload, ...change(upload) } : upload));
  return { ...queue, uploads };
}

function failed(queue: Queue, id: string, error: ApiError): Queue {
  if (!PASSING.has(error.code) && !PASSING_STATUS.has(error.status)) {
    return changed(queue, id, () => ({ state: 'refused', error }));
  }
  const next = changed(queue, id, ({ broken }) =>
    broken + 1 < PATIENCE
      ? { state: 'waiting', loaded: 0, broken: broken + 1, error }
      : { state: 'refused', broken: broken + 1, error },
  );
  return { ...next, held: true };
}
