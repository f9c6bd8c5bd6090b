import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { manualQuery } from '@/features/documents/queries';
import { Bar } from '../bar/Bar';
import { readingKeys } from '../bar/keys';
import type { PagesProps } from '../pdf/PdfView';
import view from '../pdf/PdfView.module.css';
import { PageImage } from './PageImage';
import classes from './pictures.module.css';

/** Percent. */
const [LEAST, MOST, STEP] = [50, 300, 25];

/** A document page by page, as the server draws it: for a file that cannot be read here. */
export function PictureView({ documentId, goal, marks, onPage }: PagesProps) {
  const { t } = useTranslation('reader');
  const { data } = useQuery(manualQuery(documentId));
  const first = marks?.rectangles[0]?.page ?? goal.page;
  const [shown, setShown] = useState({ goal, first, page: first });
  const [zoom, setZoom] = useState(100);
  if (shown.goal !== goal || shown.first !== first) setShown({ goal, first, page: first });
  useEffect(() => onPage?.(shown.page), [onPage, shown.page]);

  const pages = data?.manual.page_count ?? shown.page;
  const go = (page: number) => setShown((now) => ({ ...now, page: Math.min(Math.max(page, 1), pages) }));
  const zoomBy = (steps: number) => setZoom((now) => Math.min(Math.max(now + steps * STEP, LEAST), MOST));
  const keys = readingKeys((by) => go(shown.page + by), zoomBy);
  return (
    <Box className={view.view}>
      <Bar page={shown.page} pages={pages} zoom={zoom} onGo={go} onZoom={zoomBy} onFit={() => setZoom(100)} />
      <div className={view.room}>
        {/* biome-ignore lint/a11y: who has no mouse scrolls it by keys */}
        <section className={classes.room} aria-label={t('pages')} tabIndex={0} onKeyDown={keys}>
          <PageImage documentId={documentId} page={shown.page} marks={marks} zoom={zoom} />
        </section>
      </div>
    </Box>
  );
}
