import { useEffect, useState } from 'react';
import type { Viewer } from './viewer';

/** Where the reader stands: physical page, and zoom in percent. */
export interface Position {
  page: number;
  zoom: number;
}

export function usePosition(viewer: Viewer | null): Position {
  const [position, setPosition] = useState<Position>({ page: 1, zoom: 100 });
  useEffect(() => {
    if (!viewer) return;
    const { bus, pages } = viewer;
    const update = () => setPosition({ page: pages.currentPageNumber, zoom: Math.round(pages.currentScale * 100) });
    update();
    bus.on('pagechanging', update);
    bus.on('scalechanging', update);
    return () => {
      bus.off('pagechanging', update);
      bus.off('scalechanging', update);
    };
  }, [viewer]);
  return position;
}
