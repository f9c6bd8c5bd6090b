import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, given } from '@/api/client';
import { sentence } from '@/components/page/ErrorPanel';

/** What experts do with a job. */
export function useJobActions(jobId: string) {
  const queries = useQueryClient();
  const settled = {
    onSettled: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
    onError: (error: unknown) => notifications.show({ color: 'red', message: sentence(error) }),
  };
  const params = { path: { job_id: jobId } };
  const cancel = useMutation({
    mutationFn: () => given(api.POST('/api/v1/jobs/{job_id}/cancel', { params })),
    ...settled,
  });
  const retry = useMutation({
    mutationFn: () => given(api.POST('/api/v1/jobs/{job_id}/retry', { params })),
    ...settled,
  });
  return { cancel, retry };
}
