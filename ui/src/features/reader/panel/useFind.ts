import { FindState } from 'pdfjs-dist/web/pdf_viewer.mjs';
import { useEffect, useState } from 'react';
import type { Viewer } from '../pdf/viewer';

/** Where a literal search stands. */
export interface Found {
  /** From 1; 0 while nothing was found. */
  current: number;
  total: number;
  searching: boolean;
}

const NOTHING: Found = { current: 0, total: 0, searching: true };

interface Told {
  matchesCount: { current: number; total: number };
  state?: number;
}

/** Looks for a text in all pages as soon as there is a viewer: what was found, and the way to the next place. */
export function useFind(viewer: Viewer | null, query: string): { found: Found; again(backwards: boolean): void } {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (!viewer || !query) return;
    const update = ({ matchesCount, state }: Told) =>
      setFound((last) => ({
        ...matchesCount,
        searching: state === undefined ? last.searching : state === FindState.PENDING,
      }));
    viewer.bus.on('updatefindmatchescount', update);
    viewer.bus.on('updatefindcontrolstate', update);
    find(viewer, query, { type: '', findPrevious: false });
    return () => {
      viewer.bus.off('updatefindmatchescount', update);
      viewer.bus.off('updatefindcontrolstate', update);
      viewer.bus.dispatch('findbarclose', { source: viewer });
      setFound(NOTHING);
    };
  }, [viewer, query]);
  const again = (backwards: boolean) => viewer && find(viewer, query, { type: 'again', findPrevious: backwards });
  return { found, again };
}

function find(viewer: Viewer, query: string, how: { type: '' | 'again'; findPrevious: boolean }): void {
  viewer.bus.dispatch('find', {
    source: viewer,
    query,
    caseSensitive: false,
    entireWord: false,
    matchDiacritics: false,
    highlightAll: true,
    ...how,
  });
}
