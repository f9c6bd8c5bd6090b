/** A file read in parts, so that a page of a long manual is there before the rest of it. */
import { authorized } from '@/api/client';
import { problemOf } from '@/api/problem';

/** Bytes of one part: pdf.js asks for multiples of it. */
export const PART = 65_536;

/** What the first part of a file tells about the whole. */
export interface FileHead {
  /** Bytes of the whole file. */
  length: number;
  /** Its first bytes; all of them where the server sends no parts. */
  bytes: Uint8Array<ArrayBuffer>;
  isPdf: boolean;
  /** SHA-256 of the file; empty where a proxy dropped it. */
  revision: string;
}

export const fileAddress = (documentId: string) => `/api/v1/documents/${encodeURIComponent(documentId)}/file`;

/** The first part. Throws `ApiError` where the file cannot be had. */
export async function readHead(documentId: string, signal: AbortSignal): Promise<FileHead> {
  const response = await part(documentId, 0, PART, signal);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const total = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1];
  return {
    length: total && response.status === 206 ? Number(total) : bytes.length,
    bytes,
    isPdf: (response.headers.get('Content-Type') ?? '').startsWith('application/pdf'),
    revision: /[0-9a-f]{64}/.exec(response.headers.get('ETag') ?? '')?.[0] ?? '',
  };
}

/** Bytes `begin` to `end`, without the last. Throws `ApiError` where they cannot be had. */
export async function readPart(
  documentId: string,
  begin: number,
  end: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await part(documentId, begin, end, signal);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return response.status === 206 ? bytes : bytes.slice(begin, end); // the whole file came instead
}

/** The PDF that stands for a file in another format: all of it, for it is made when it is asked for. */
export async function readCopy(documentId: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const address = `/api/v1/documents/${encodeURIComponent(documentId)}/reading-copy`;
  const response = await authorized(address, { signal });
  if (!response.ok) throw await problemOf(response);
  return new Uint8Array(await response.arrayBuffer());
}

async function part(documentId: string, begin: number, end: number, signal: AbortSignal): Promise<Response> {
  const headers = { Range: `bytes=${begin}-${end - 1}` };
  const response = await authorized(fileAddress(documentId), { headers, signal });
  if (!response.ok) throw await problemOf(response);
  return response;
}
