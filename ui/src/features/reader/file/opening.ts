/** Opening a PDF with pdf.js: in parts, as who is signed in, with nothing from outside this server. */
import {
  GlobalWorkerOptions,
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentLoadingTask,
  VerbosityLevel,
} from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { type FileHead, PART, readPart } from './ranges';

/** Where the build puts what pdf.js loads by name: see `vite.config.ts`. */
const FILES = '/pdfjs';

GlobalWorkerOptions.workerSrc = worker;

/** The parts that pdf.js asks for. It knows no failed part, so `failed` tells whoever shows the file. */
class Parts extends PDFDataRangeTransport {
  private readonly ended = new AbortController();

  constructor(
    private readonly documentId: string,
    head: FileHead,
    private readonly failed: (error: unknown) => void,
  ) {
    super(head.length, head.bytes);
  }

  override requestDataRange(begin: number, end: number): void {
    readPart(this.documentId, begin, end, this.ended.signal).then(
      (bytes) => this.onDataRange(begin, bytes),
      (error: unknown) => {
        if (!this.ended.signal.aborted) this.failed(error);
      },
    );
  }

  override abort(): void {
    this.ended.abort();
  }
}

/** A file that is being opened; `destroy()` ends that, and closes it. */
export function openPdf(documentId: string, head: FileHead, failed: (error: unknown) => void): PDFDocumentLoadingTask {
  const whole = head.bytes.length >= head.length;
  return getDocument({
    ...(whole ? { data: head.bytes } : { range: new Parts(documentId, head, failed) }),
    rangeChunkSize: PART,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
    cMapUrl: `${FILES}/cmaps/`,
    standardFontDataUrl: `${FILES}/standard_fonts/`,
    wasmUrl: `${FILES}/wasm/`,
    iccUrl: `${FILES}/iccs/`,
  });
}
