import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type RefObject, useEffect, useState } from 'react';
import { showPdf, type Viewer } from './viewer';

/** The viewer of a file in a container, once its pages are laid out. */
export function useViewer(container: RefObject<HTMLDivElement | null>, pdf: PDFDocumentProxy): Viewer | null {
  const [ready, setReady] = useState<{ viewer: Viewer; of: PDFDocumentProxy }>();
  useEffect(() => {
    if (!container.current) return;
    const viewer = showPdf(container.current, pdf);
    viewer.bus.on('pagesinit', () => setReady({ viewer, of: pdf }));
    return viewer.close;
  }, [container, pdf]);
  return ready?.of === pdf ? ready.viewer : null;
}
