import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { exchangeQuery } from '@/api/queries';
import { citationMarks } from './citationMarks';
import type { Marks } from './drawing';

/** What a citation of an answer marks in a document; nothing while it is not known, or where it cites another one. */
export function useCitationMarks(
  exchange: string | undefined,
  number: number | undefined,
  documentId: string,
): { marks?: Marks; revision?: string } {
  const { t } = useTranslation(['reader', 'common']);
  const { data } = useQuery({ ...exchangeQuery(exchange ?? ''), enabled: Boolean(exchange && number) });
  return useMemo(() => {
    const citations = data?.kind === 'exchange' ? data.response.citations : [];
    const cited = citations.find((each) => each.number === number && each.document_id === documentId);
    return cited ? { marks: citationMarks(cited, t), revision: cited.revision } : {};
  }, [data, number, documentId, t]);
}
