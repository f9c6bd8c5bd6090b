/** One file over the wire. `fetch` does not tell how much of a body has left: hence XMLHttpRequest. */
import type { Schemas } from '@/api/client';
import { ApiError, asProblem, unreachable } from '@/api/problem';
import { session } from '@/api/session';
import type { Upload } from './queue';

export interface Carriage {
  signal: AbortSignal;
  /** Told how many bytes have left. */
  onProgress: (loaded: number) => void;
}

/** The job that makes a document of a file. Throws `ApiError` where it is refused, DOMException `AbortError` where stopped. */
export async function send(upload: Upload, carriage: Carriage): Promise<Schemas['JobOut']> {
  const token = await session.accessToken().catch(() => {
    throw unreachable();
  });
  const first = await posted(upload, carriage, token);
  const renewed = first.status === 401 && token ? await session.refresh(token) : '';
  const last = renewed ? await posted(upload, carriage, renewed) : first;
  const body = json(last.responseText);
  if (last.status === 202) return body as Schemas['JobOut'];
  throw new ApiError(asProblem(body, last));
}

function posted({ file, collection }: Upload, carriage: Carriage, token: string): Promise<XMLHttpRequest> {
  const request = new XMLHttpRequest();
  const address = new URLSearchParams({ collection, filename: file.name });
  request.open('POST', `/api/v1/documents?${address}`);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
  return new Promise((resolve, reject) => {
    const stop = () => request.abort();
    carriage.signal.addEventListener('abort', stop, { once: true });
    request.upload.onprogress = ({ loaded }) => carriage.onProgress(loaded);
    request.onload = () => resolve(request);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    request.onloadend = () => carriage.signal.removeEventListener('abort', stop);
    if (carriage.signal.aborted) request.abort();
    else request.send(file);
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy in between answered
  }
}
