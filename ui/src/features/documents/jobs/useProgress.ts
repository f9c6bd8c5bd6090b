import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { current, finished, type Job, type Progress, progressOf } from './progress';
import { forgetManuals } from './queries';

/** A job as it stands now; `live` opens a stream of its progress. */
export function useProgress(job: Job, live: boolean): Job {
  const queries = useQueryClient();
  const [told, setTold] = useState<Progress | null>(null);
  const { id } = job;
  useEffect(() => {
    if (!live) return;
    const stop = new AbortController();
    const listen = async () => {
      for await (const progress of progressOf(id, stop.signal)) {
        if (stop.signal.aborted) return;
        setTold(progress);
        if (finished(progress)) await forgetManuals(queries);
      }
    };
    void listen();
    return () => {
      stop.abort();
      setTold(null);
    };
  }, [id, live, queries]);
  return current(job, told);
}
