import { Box } from '@mantine/core';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from '../bar/Bar';
import { readingKeys } from '../bar/keys';
import type { Marks } from '../marks/drawing';
import { PageFallback } from '../pictures/PageFallback';
import type { Goal } from '../place/goal';
import classes from './PdfView.module.css';
import { useBroken } from './useBroken';
import { useMarks } from './useMarks';
import { usePosition } from './usePosition';
import { useViewer } from './useViewer';
import { turnPages, type Viewer } from './viewer';

export interface PagesProps {
  documentId: string;
  goal: Goal;
  /** What is marked, and brought into view whenever it becomes something else. */
  marks?: Marks;
  /** Told each page that comes into view. */
  onPage?(page: number): void;
  /** Told that marks cannot be where they are said to be, and are left out. */
  onUnfit?(): void;
  /** Handed the viewer of pdf.js, where there is one, and null when it goes. */
  onViewer?(viewer: Viewer | null): void;
}

/** The pages of a PDF, with marks on them. */
export function PdfView(props: PagesProps & { pdf: PDFDocumentProxy }) {
  const { t } = useTranslation('reader');
  const { pdf, goal, onPage, onUnfit, onViewer } = props;
  const container = useRef<HTMLDivElement>(null);
  const viewer = useViewer(container, pdf);
  const { page, zoom } = usePosition(viewer);
  const broken = useBroken(viewer);
  const goTo = (number: number) => {
    if (viewer) viewer.pages.currentPageNumber = Math.min(Math.max(number, 1), pdf.numPages);
  };
  const zoomBy = (steps: number) => viewer?.pages.updateScale({ steps });

  const unfit = useMarks(viewer, props.marks, goal);
  useEffect(() => {
    if (viewer) onPage?.(page);
  }, [viewer, onPage, page]);
  useEffect(() => {
    if (unfit) onUnfit?.();
  }, [unfit, onUnfit]);
  useEffect(() => {
    onViewer?.(viewer);
    return () => onViewer?.(null);
  }, [viewer, onViewer]);

  const keys = readingKeys((by) => goTo(page + by), zoomBy);
  return (
    <Box className={classes.view}>
      <Bar
        page={page}
        pages={pdf.numPages}
        zoom={zoom}
        onGo={goTo}
        onZoom={zoomBy}
        onFit={() => {
          if (viewer) viewer.pages.currentScaleValue = 'page-width';
        }}
        onTurn={() => {
          if (viewer) turnPages(viewer);
        }}
      />
      <div className={classes.room}>
        {/* biome-ignore-start lint/a11y: who has no mouse scrolls it by keys, and pdf.js takes a div only */}
        <div
          ref={container}
          className={classes.container}
          role="region"
          aria-label={t('pages')}
          tabIndex={0}
          onKeyDown={keys}
        >
          <div className="pdfViewer" />
        </div>
        {/* biome-ignore-end lint/a11y: see above */}
        {broken.has(page) && <PageFallback documentId={props.documentId} page={page} marks={props.marks} />}
      </div>
    </Box>
  );
}
