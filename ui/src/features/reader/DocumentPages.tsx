import { Alert, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/ErrorPanel';
import type { Marks } from './marks/drawing';
import { PdfView } from './pdf/PdfView';
import { usePdf } from './pdf/usePdf';
import type { Viewer } from './pdf/viewer';
import { PictureView } from './pictures/PictureView';
import classes from './reader.module.css';

/** The pages of a document, in whatever way they can be shown. */
export function DocumentPages(props: {
  documentId: string;
  page: number;
  marks?: Marks;
  /** SHA-256 of the file that the marks were made on: on another one nothing is marked. */
  revision?: string;
  onPage?(page: number): void;
  onUnfit?(): void;
  tools?(viewer: Viewer): ReactNode;
}) {
  const { t } = useTranslation('reader');
  const { state, retry } = usePdf(props.documentId);
  if (state.kind === 'failed') return <ErrorPanel error={state.error} onRetry={retry} />;
  if (state.kind === 'loading') return <Skeleton className={classes.pages} aria-label={t('opening')} role="status" />;
  const other = Boolean(props.revision && state.revision && props.revision !== state.revision);
  const { documentId, page, onPage } = props;
  const shown = { documentId, page, onPage, marks: other ? undefined : props.marks };
  return (
    <div className={classes.pages}>
      {other && <Alert color="yellow">{t('otherRevision')}</Alert>}
      {state.kind === 'pictures' && state.because === 'unreadable' && <Alert color="yellow">{t('asPictures')}</Alert>}
      {state.kind === 'open' ? (
        <PdfView pdf={state.pdf} {...shown} onUnfit={props.onUnfit} tools={props.tools} />
      ) : (
        <PictureView {...shown} />
      )}
    </div>
  );
}
