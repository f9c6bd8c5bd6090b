import { Alert, Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { usePdf } from './file/usePdf';
import { type PagesProps, PdfView } from './pdf/PdfView';
import { PictureView } from './pictures/PictureView';
import classes from './reader.module.css';

/** The pages of a document, in whatever way they can be shown; `revision` is the SHA-256 of the file that was marked. */
export function DocumentPages({ revision, ...props }: PagesProps & { revision?: string }) {
  const { t } = useTranslation('reader');
  const { state, retry } = usePdf(props.documentId);
  if (state.kind === 'failed') return <ErrorPanel error={state.error} onRetry={retry} />;
  if (state.kind === 'loading') return <Skeleton className={classes.pages} aria-label={t('opening')} role="status" />;
  const other = Boolean(revision && state.revision && revision !== state.revision);
  const shown = other ? { ...props, marks: undefined } : props;
  return (
    <div className={classes.pages}>
      {other && <Alert color="yellow">{t('otherRevision')}</Alert>}
      {state.kind === 'pictures' && <Alert color="yellow">{t('asPictures')}</Alert>}
      {state.kind === 'open' && state.copied && (
        <Text size="xs" c="dimmed">
          {t('copied')}
        </Text>
      )}
      {state.kind === 'open' ? <PdfView pdf={state.pdf} {...shown} /> : <PictureView {...shown} />}
    </div>
  );
}
