import { queryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';

export type TrainedModel = Schemas['TrainedModelOut'];

/** Promotions of models that were trained here, the latest first. */
export const modelsQuery = queryOptions({
  queryKey: ['releases', 'models'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/models', { signal })),
});
