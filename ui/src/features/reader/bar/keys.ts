import type { KeyboardEvent } from 'react';

const TURNS: Partial<Record<string, 1 | -1>> = { PageDown: 1, PageUp: -1 };
/** `=` is the key of `+` without Shift. */
const ZOOMS: Partial<Record<string, 1 | -1>> = { '+': 1, '=': 1, '-': -1 };

/** Turning pages and zooming by keys; those with Ctrl, Alt or Meta are the browser's. */
export function readingKeys(turn: (by: 1 | -1) => void, zoom: (steps: 1 | -1) => void) {
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const [by, steps] = [TURNS[event.key], ZOOMS[event.key]];
    if (by) turn(by);
    if (steps) zoom(steps);
    if (by || steps) event.preventDefault();
  };
}
