import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useCallback, useEffect, useState } from 'react';
import { openPdf } from './opening';
import { type FileHead, readCopy, readHead } from './ranges';

/** A file on its way to the screen. */
export type PdfState =
  | { kind: 'loading' }
  | { kind: 'failed'; error: unknown }
  /** Its pages can be had as pictures only: it cannot be read here. */
  | { kind: 'pictures'; revision: string }
  /** `copied`: it is no PDF, and what is open is the copy that it was read by. */
  | { kind: 'open'; pdf: PDFDocumentProxy; copied: boolean; revision: string };

/** The PDF of a document, opened as far as it is needed, and closed with the component. */
export function usePdf(documentId: string): { state: PdfState; retry(): void } {
  const [attempt, setAttempt] = useState({ documentId, number: 0 });
  const [shown, setShown] = useState<{ of: unknown; state: PdfState }>();
  const current = attempt.documentId === documentId ? attempt : { documentId, number: 0 };
  if (current !== attempt) setAttempt(current);

  useEffect(() => {
    const left = new AbortController();
    const show = (state: PdfState) => {
      if (!left.signal.aborted) setShown({ of: attempt, state });
    };
    void opened(attempt.documentId, left.signal, show);
    return () => left.abort();
  }, [attempt]);

  const retry = useCallback(() => setAttempt((last) => ({ ...last, number: last.number + 1 })), []);
  return { state: shown?.of === current ? shown.state : { kind: 'loading' }, retry };
}

async function opened(documentId: string, left: AbortSignal, show: (state: PdfState) => void): Promise<void> {
  const failed = (error: unknown) => show({ kind: 'failed', error });
  try {
    const head = await readHead(documentId, left);
    const { revision } = head;
    const file = head.isPdf ? head : { ...head, ...(await copyOf(documentId, left)) };
    const task = openPdf(documentId, file, failed);
    left.addEventListener('abort', () => void task.destroy());
    await task.promise.then(
      (pdf) => show({ kind: 'open', pdf, copied: !head.isPdf, revision }),
      () => show({ kind: 'pictures', revision }),
    );
  } catch (error) {
    failed(error);
  }
}

async function copyOf(documentId: string, left: AbortSignal): Promise<Pick<FileHead, 'bytes' | 'length'>> {
  const bytes = await readCopy(documentId, left);
  return { bytes, length: bytes.length };
}
