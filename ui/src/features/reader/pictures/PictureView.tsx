import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from '../bar/Bar';
import { documentQuery } from '../documentQuery';
import type { Marks } from '../marks/drawing';
import view from '../pdf/PdfView.module.css';
import { PageImage } from './PageImage';
import classes from './pictures.module.css';

const [LEAST, MOST, STEP] = [50, 300, 25];

/** A document page by page, as the server draws it: for what is no PDF, or one that cannot be read here. */
export function PictureView(props: { documentId: string; page: number; marks?: Marks; onPage?(page: number): void }) {
  const { t } = useTranslation('reader');
  const { data: document } = useQuery(documentQuery(props.documentId));
  const first = props.marks?.rectangles[0]?.page ?? props.page;
  const [shown, setShown] = useState({ first, page: first });
  const [zoom, setZoom] = useState(100);
  if (shown.first !== first) setShown({ first, page: first });
  const { onPage } = props;
  useEffect(() => onPage?.(shown.page), [onPage, shown.page]);
  const pages = document?.page_count ?? shown.page;
  const go = (page: number) => setShown({ first, page: Math.min(Math.max(page, 1), pages) });
  return (
    <Box className={view.view}>
      <Bar
        page={shown.page}
        pages={pages}
        zoom={zoom}
        onGo={go}
        onZoom={(steps) => setZoom((now) => Math.min(Math.max(now + steps * STEP, LEAST), MOST))}
        onFit={() => setZoom(100)}
      />
      <div className={view.room}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys */}
        <section className={classes.room} aria-label={t('pages')} tabIndex={0}>
          <PageImage documentId={props.documentId} page={shown.page} marks={props.marks} zoom={zoom} />
        </section>
      </div>
    </Box>
  );
}
