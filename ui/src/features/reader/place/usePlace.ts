import { useDebouncedCallback } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Goal } from './goal';

const route = getRouteApi('/inside/documents/$documentId/read');

/** Milliseconds that a reader rests on a page before the address follows. */
const REST = 400;

/**
 * Where one is in a manual, in step with the address.
 *
 * While something is marked, the address stays a link to that; else it follows the page that is read.
 */
export function usePlace() {
  const { page = 1, exchange, citation, find } = route.useSearch();
  const navigate = route.useNavigate();
  const [goal, setGoal] = useState<Goal>({ page });
  const addressed = useRef(page);

  useEffect(() => {
    if (page === addressed.current) return; // it was this page that changed the address
    addressed.current = page;
    setGoal({ page });
  }, [page]);

  const marking = Boolean(find || (exchange && citation));
  const follow = useDebouncedCallback((page: number) => {
    if (marking || page === addressed.current) return;
    addressed.current = page;
    void navigate({ search: { page }, replace: true, resetScroll: false });
  }, REST);

  const go = useCallback(
    (page: number, find?: string) => {
      addressed.current = page;
      setGoal({ page });
      void navigate({ search: { page, find }, resetScroll: false });
    },
    [navigate],
  );
  return { goal, go, follow, exchange, citation, find };
}
