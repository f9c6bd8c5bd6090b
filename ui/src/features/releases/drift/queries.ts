import { queryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';

export type DriftReport = Schemas['DriftReportOut'];
export type Feature = Schemas['FeatureOut'];

/** Checks, the latest first. */
export const driftQuery = queryOptions({
  queryKey: ['drift'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/drift', { params: { query: { limit: 30 } }, signal })),
});
