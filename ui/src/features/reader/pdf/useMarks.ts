import type { PDFPageProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { displayedSize, sharesOf } from '../marks/boxes';
import { centre, drawMarks, type Marks } from '../marks/drawing';
import type { Viewer } from './viewer';

interface Drawn {
  pageNumber: number;
  source: { div: HTMLElement; pdfPage: PDFPageProxy | null };
}

/** Draws marks on the pages as these are drawn, and brings the first into view once. Gives whether one did not fit. */
export function useMarks(viewer: Viewer | null, marks: Marks | undefined): boolean {
  const [unfit, setUnfit] = useState<string>();
  useEffect(() => {
    if (!viewer || !marks) return;
    const { bus, pages } = viewer;
    let awaited = marks.rectangles[0]?.page ?? null;
    const draw = ({ pageNumber, source: { div, pdfPage } }: Drawn) => {
      if (!pdfPage) return;
      const boxes = marks.rectangles.filter(({ page }) => page === pageNumber).flatMap(({ boxes }) => boxes);
      const shares = sharesOf(boxes, displayedSize(pdfPage.view, pdfPage.rotate));
      if (boxes.length && !shares.length) setUnfit(marks.key);
      const mark = drawMarks(div, shares, marks.label(pageNumber));
      if (mark && pageNumber === awaited) {
        awaited = null;
        centre(pages.container, mark);
      }
    };
    if (awaited) pages.currentPageNumber = awaited;
    for (const source of pages.getCachedPageViews()) draw({ pageNumber: source.id, source });
    bus.on('pagerendered', draw);
    return () => {
      bus.off('pagerendered', draw);
      for (const { div } of pages.getCachedPageViews()) drawMarks(div, [], '');
    };
  }, [viewer, marks]);
  return marks !== undefined && unfit === marks.key;
}
