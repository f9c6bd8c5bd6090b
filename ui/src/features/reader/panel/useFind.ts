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

const NOTHING: Found = { current: 0, total: 0, searching: false };

interface Told {
  matchesCount: { current: number; total: number };
  state?: number;
}

/** The search of pdf.js through the text of all pages: what it found, and the ways to start it and go on. */
export function useFind(viewer: Viewer | null): {
  found: Found;
  start(query: string): void;
  again(query: string, backwards: boolean): void;
} {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (!viewer) return;
    const update = ({ matchesCount, state }: Told) =>
      setFound((last) => ({
        ...matchesCount,
        searching: state === undefined ? last.searching : state === FindState.PENDING,
      }));
    viewer.bus.on('updatefindmatchescount', update);
    viewer.bus.on('updatefindcontrolstate', update);
    return () => {
      viewer.bus.off('updatefindmatchescount', update);
      viewer.bus.off('updatefindcontrolstate', update);
      viewer.bus.dispatch('findbarclose', { source: viewer });
      setFound(NOTHING);
    };
  }, [viewer]);
  const ask = (query: string, type: '' | 'again', findPrevious: boolean) =>
    viewer?.bus.dispatch('find', {
      source: viewer,
      type,
      query,
      findPrevious,
      caseSensitive: false,
      entireWord: false,
      matchDiacritics: false,
      highlightAll: true,
    });
  return {
    found,
    start: (query) => ask(query, '', false),
    again: (query, backwards) => ask(query, 'again', backwards),
  };
}
