import { useEffect, useState } from 'react';
import type { Viewer } from './viewer';

/** The physical pages that could not be drawn. */
export function useBroken(viewer: Viewer | null): ReadonlySet<number> {
  const [broken, setBroken] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    if (!viewer) return;
    const note = ({ pageNumber, error }: { pageNumber: number; error: unknown }) => {
      if (error) setBroken((known) => new Set([...known, pageNumber]));
    };
    setBroken(new Set());
    viewer.bus.on('pagerendered', note);
    return () => viewer.bus.off('pagerendered', note);
  }, [viewer]);
  return broken;
}
