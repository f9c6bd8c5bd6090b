import { Box } from '@mantine/core';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from '../bar/Bar';
import type { Marks } from '../marks/drawing';
import { PageFallback } from '../pictures/PageFallback';
import classes from './PdfView.module.css';
import { useBroken } from './useBroken';
import { useMarks } from './useMarks';
import { usePosition } from './usePosition';
import { useViewer } from './useViewer';
import type { Viewer } from './viewer';

/** The pages of a PDF, with marks on them. */
export function PdfView(props: {
  pdf: PDFDocumentProxy;
  documentId: string;
  /** The page to go to whenever it becomes another one; marks are gone to by themselves. */
  page: number;
  marks?: Marks;
  onPage?(page: number): void;
  /** A mark cannot be where it is said to be, and is left out. */
  onUnfit?(): void;
  tools?(viewer: Viewer): ReactNode;
}) {
  const { t } = useTranslation('reader');
  const container = useRef<HTMLDivElement>(null);
  const viewer = useViewer(container, props.pdf);
  const position = usePosition(viewer);
  const broken = useBroken(viewer);

  const goTo = useEffectEvent((page: number) => {
    if (!viewer || page === viewer.pages.currentPageNumber || page > viewer.pages.pagesCount) return;
    viewer.pages.currentPageNumber = page;
  });
  useEffect(() => {
    if (viewer) goTo(props.page);
  }, [viewer, props.page]);
  const unfit = useMarks(viewer, props.marks);

  const { onPage, onUnfit } = props;
  useEffect(() => {
    if (viewer) onPage?.(position.page);
  }, [viewer, onPage, position.page]);
  useEffect(() => {
    if (unfit) onUnfit?.();
  }, [unfit, onUnfit]);

  return (
    <Box className={classes.view}>
      <Bar
        page={position.page}
        pages={props.pdf.numPages}
        zoom={position.zoom}
        onGo={(page) => {
          if (viewer) viewer.pages.currentPageNumber = page;
        }}
        onZoom={(steps) => viewer?.pages.updateScale({ steps })}
        onFit={() => {
          if (viewer) viewer.pages.currentScaleValue = 'page-width';
        }}
      >
        {viewer && props.tools?.(viewer)}
      </Bar>
      <div className={classes.room}>
        {/* biome-ignore-start lint/a11y: who has no mouse scrolls it by keys, and pdf.js takes a div only */}
        <div ref={container} className={classes.container} role="region" aria-label={t('pages')} tabIndex={0}>
          <div className="pdfViewer" />
        </div>
        {/* biome-ignore-end lint/a11y: see above */}
        {broken.has(position.page) && (
          <PageFallback documentId={props.documentId} page={position.page} marks={props.marks} />
        )}
      </div>
    </Box>
  );
}
