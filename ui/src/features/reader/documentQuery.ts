import { queryOptions } from '@tanstack/react-query';
import { api, given } from '@/api/client';

export const documentQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['documents', documentId],
    queryFn: () => given(api.GET('/api/v1/documents/{document_id}', { params: { path: { document_id: documentId } } })),
    staleTime: 60_000,
  });
