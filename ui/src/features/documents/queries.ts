/** What is asked of manuals, with one key each. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, authorized, given, type Schemas } from '@/api/client';
import { ApiError, asProblem, problemOf } from '@/api/problem';

export type Manual = Schemas['EntryOut'];
export type Kind = Schemas['DocumentKind'];

/** What a list is narrowed by, as the service takes it. */
export interface Narrowing {
  text?: string;
  manufacturer?: string;
  equipment?: string;
  kind?: Kind;
  language?: string;
  status?: Schemas['DocumentStatus'];
  collection?: string;
  standing?: Schemas['Standing'];
  /** Id of the manual that it supersedes. */
  supersedes?: string;
}

export interface Part {
  sort: Schemas['Order'];
  descending: boolean;
  offset: number;
  limit: number;
}

export const manualsQuery = (narrowing: Narrowing, part: Part) =>
  queryOptions({
    queryKey: ['documents', 'list', narrowing, part],
    queryFn: ({ signal }) =>
      given(api.GET('/api/v1/documents', { params: { query: { ...narrowing, ...part } }, signal })),
    placeholderData: keepPreviousData,
  });

export const facetsQuery = (narrowing: Narrowing) =>
  queryOptions({
    queryKey: ['documents', 'facets', narrowing],
    queryFn: ({ signal }) => given(api.GET('/api/v1/documents/facets', { params: { query: narrowing }, signal })),
    placeholderData: keepPreviousData,
  });

/** A manual as somebody saw it: `version` is what he saw, for those who change it. */
export interface Seen {
  manual: Manual;
  version: string;
}

export const manualQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id],
    queryFn: async ({ signal }): Promise<Seen> => {
      const { data, error, response } = await api.GET('/api/v1/documents/{document_id}', {
        params: { path: { document_id: id } },
        signal,
      });
      if (!data) throw new ApiError(asProblem(error, response));
      return { manual: data, version: response.headers.get('ETag') ?? '' };
    },
  });

export const coverageQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id, 'coverage'],
    queryFn: ({ signal }) =>
      given(api.GET('/api/v1/documents/{document_id}/coverage', { params: { path: { document_id: id } }, signal })),
    staleTime: 60_000,
  });

export const suggestionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id, 'revisions'],
    queryFn: ({ signal }) =>
      given(api.GET('/api/v1/documents/{document_id}/revisions', { params: { path: { document_id: id } }, signal })),
  });

/** For those who may send files. */
export const limitsQuery = queryOptions({
  queryKey: ['limits'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/documents/limits', { signal })),
  staleTime: Number.POSITIVE_INFINITY, // a setting of the server: until it is started anew
});

/** The picture of a page. */
export const pictureQuery = (id: string, page: number, width: number) =>
  queryOptions({
    queryKey: ['picture', id, page, width],
    queryFn: async ({ signal }) => {
      const response = await authorized(`/api/v1/documents/${id}/pages/${page}/image?width=${width}`, { signal });
      if (!response.ok) throw await problemOf(response);
      return response.blob();
    },
    staleTime: Number.POSITIVE_INFINITY, // a page of a file with a hash does not change
    gcTime: 60_000,
  });
