/** The viewer of pdf.js, as this app wants it: text that can be selected, links that lead nowhere else, no scripts. */
import { AnnotationMode, type PDFDocumentProxy } from 'pdfjs-dist';
import { EventBus, PDFFindController, PDFLinkService, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs';
import './style';

export interface Viewer {
  pages: PDFViewer;
  bus: EventBus;
  /** Ends it; what was drawn goes with its container. */
  close(): void;
}

/** Factor of a step of the wheel. */
const WHEEL = 1.1;

/** Shows a file in a container, which holds one empty `div` and is positioned absolutely. */
export function showPdf(container: HTMLDivElement, pdf: PDFDocumentProxy): Viewer {
  const over = new AbortController();
  const bus = new EventBus();
  const linkService = new PDFLinkService({ eventBus: bus });
  linkService.externalLinkEnabled = false;
  const findController = new PDFFindController({ eventBus: bus, linkService });
  const pages = new PDFViewer({
    container,
    eventBus: bus,
    linkService,
    findController,
    annotationMode: AnnotationMode.ENABLE,
    enableAutoLinking: false,
    removePageBorders: true,
    abortSignal: over.signal,
  } as ConstructorParameters<typeof PDFViewer>[0]);
  linkService.setViewer(pages);
  fitWidth(container, pages, bus, over.signal);
  zoomByWheel(container, pages, over.signal);
  pages.setDocument(pdf);
  linkService.setDocument(pdf);
  const close = () => {
    over.abort();
    pages.setDocument(null as never);
    linkService.setDocument(null as never);
    container.firstElementChild?.replaceChildren();
  };
  return { pages, bus, close };
}

/** Turns all pages clockwise by a quarter, and stays on the page that is read: others have another height then. */
export function turnPages({ pages }: Viewer): void {
  const here = pages.currentPageNumber;
  pages.pagesRotation = (pages.pagesRotation + 90) % 360;
  pages.currentPageNumber = here;
}

/** As wide as there is room, now and when that changes, until somebody chooses a zoom. */
function fitWidth(container: HTMLElement, pages: PDFViewer, bus: EventBus, over: AbortSignal): void {
  const fit = () => {
    if (pages.pdfDocument && Number.isNaN(Number(pages.currentScaleValue))) {
      pages.currentScaleValue = pages.currentScaleValue || 'page-width';
    }
  };
  bus.on('pagesinit', () => {
    pages.currentScaleValue = 'auto';
  });
  const room = new ResizeObserver(fit);
  room.observe(container);
  over.addEventListener('abort', () => room.disconnect());
}

function zoomByWheel(container: HTMLElement, pages: PDFViewer, over: AbortSignal): void {
  const zoom = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const scaleFactor = event.deltaY < 0 ? WHEEL : 1 / WHEEL;
    pages.updateScale({ scaleFactor, drawingDelay: 300, origin: [event.clientX, event.clientY] });
  };
  container.addEventListener('wheel', zoom, { passive: false, signal: over });
}
