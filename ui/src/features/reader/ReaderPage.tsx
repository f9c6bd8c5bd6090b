import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/Page';
import { DocumentPages } from './DocumentPages';
import { documentQuery } from './documentQuery';
import { useCitationMarks } from './marks/useCitationMarks';
import classes from './reader.module.css';

const route = getRouteApi('/inside/documents/$documentId/read');

/** A manual to be read: at a page, with what was cited marked on it. */
export default function ReaderPage() {
  const { t } = useTranslation('reader');
  const { documentId } = route.useParams();
  const { page = 1, exchange, citation } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: document } = useQuery(documentQuery(documentId));
  const cited = useCitationMarks(exchange, citation, documentId);
  const onPage = useCallback(
    (page: number) => void navigate({ search: (search) => ({ ...search, page }), replace: true, resetScroll: false }),
    [navigate],
  );
  return (
    <Page wide title={document?.metadata.title || document?.filename || t('title')}>
      <div className={classes.whole}>
        <DocumentPages documentId={documentId} page={page} onPage={onPage} {...cited} />
      </div>
    </Page>
  );
}
