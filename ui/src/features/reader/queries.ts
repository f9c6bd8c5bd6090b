/** What the reader asks of a manual. The manual itself is in the queries of documents. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, given } from '@/api/client';

const STALE = 5 * 60_000;
/** Codes that come at once: the most that the service gives. */
const CODES = 500;
/** Passages that a search gives: a screen of them. */
const PASSAGES = 12;

/** One page with its words. */
export const pageQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: ['document', id, 'page', number],
    queryFn: ({ signal }) =>
      given(
        api.GET('/api/v1/documents/{document_id}/pages/{number}', {
          params: { path: { document_id: id, number } },
          signal,
        }),
      ),
    staleTime: STALE,
  });

export const outlineQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id, 'outline'],
    queryFn: ({ signal }) =>
      given(api.GET('/api/v1/documents/{document_id}/outline', { params: { path: { document_id: id } }, signal })),
    staleTime: STALE,
  });

export const codesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['document', id, 'codes'],
    queryFn: ({ pageParam, signal }) =>
      given(
        api.GET('/api/v1/documents/{document_id}/codes', {
          params: { path: { document_id: id }, query: { offset: pageParam, limit: CODES } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const seen = all.reduce((sum, { codes }) => sum + codes.length, 0);
      return last.codes.length && seen < last.total ? seen : undefined;
    },
    staleTime: STALE,
  });

/** Passages of one manual that are about something, scanned pages included. */
export const passagesQuery = (id: string, question: string) =>
  queryOptions({
    queryKey: ['document', id, 'passages', question],
    queryFn: ({ signal }) =>
      given(
        api.POST('/api/v1/search', { body: { question, equipment: '', document_ids: [id], limit: PASSAGES }, signal }),
      ),
    staleTime: STALE,
  });
