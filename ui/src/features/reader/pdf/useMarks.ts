import type { PDFPageProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { displayedSize, sharesOf, turned } from '../marks/boxes';
import { centre, drawMarks, type Marks } from '../marks/drawing';
import type { Goal } from '../place/goal';
import { makeLegible } from './legible';
import type { Viewer } from './viewer';

interface Drawn {
  pageNumber: number;
  source: { div: HTMLElement; pdfPage: PDFPageProxy | null };
}

/** Goes to a page, draws marks on pages as these are drawn, and centres the first. Gives whether they did not fit. */
export function useMarks(viewer: Viewer | null, marks: Marks | undefined, goal: Goal): boolean {
  const [unfit, setUnfit] = useState<string>();
  useEffect(() => {
    if (!viewer) return;
    const { bus, pages } = viewer;
    let awaited = marks?.rectangles[0]?.page ?? null;
    if (awaited) makeLegible(viewer);
    pages.currentPageNumber = Math.min(awaited ?? goal.page, pages.pagesCount);
    if (!marks) return;
    const draw = ({ pageNumber, source: { div, pdfPage } }: Drawn) => {
      if (!pdfPage) return;
      const boxes = marks.rectangles.filter(({ page }) => page === pageNumber).flatMap(({ boxes }) => boxes);
      const shares = sharesOf(boxes, displayedSize(pdfPage.view, pdfPage.rotate));
      if (boxes.length && !shares.length) setUnfit(marks.key);
      const shown = shares.map((share) => turned(share, pages.pagesRotation));
      const mark = drawMarks(div, shown, marks.label(pageNumber));
      if (mark && pageNumber === awaited) {
        awaited = null;
        centre(pages.container, mark);
      }
    };
    for (const source of pages.getCachedPageViews()) draw({ pageNumber: source.id, source });
    bus.on('pagerendered', draw);
    return () => {
      bus.off('pagerendered', draw);
      for (const { div } of pages.getCachedPageViews()) drawMarks(div, [], '');
    };
  }, [viewer, marks, goal]);
  return marks !== undefined && unfit === marks.key;
}
