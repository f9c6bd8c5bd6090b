import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Marks } from '../marks/drawing';
import { useMarks } from './useMarks';
import type { Viewer } from './viewer';

interface PageView {
  id: number;
  div: HTMLElement;
  pdfPage: { view: number[]; rotate: number } | null;
}

/** As much of the viewer of pdf.js as marks ask for: pages are drawn when a test says so. */
function fake(count = 20) {
  const listeners = new Set<(event: { pageNumber: number; source: PageView }) => void>();
  const drawn: PageView[] = [];
  const container = document.createElement('div');
  container.scrollBy = vi.fn();
  const pages = {
    currentPageNumber: 1,
    pagesRotation: 0,
    currentScale: 0.45,
    currentScaleValue: 'auto',
    pagesCount: count,
    container,
    getCachedPageViews: () => new Set(drawn),
  };
  const bus = {
    on: (_: string, listener: () => void) => listeners.add(listener),
    off: (_: string, listener: () => void) => listeners.delete(listener),
  };
  const draw = (id: number, rotate = 0) => {
    const source = { id, div: document.createElement('div'), pdfPage: { view: [0, 0, 600, 800], rotate } };
    drawn.push(source);
    for (const listener of listeners) listener({ pageNumber: id, source });
    return source.div;
  };
  return { viewer: { pages, bus, close: vi.fn() } as unknown as Viewer, pages, draw, listeners };
}

const box = { x0: 60, y0: 80, x1: 120, y1: 96 };
const marks: Marks = {
  key: 'one',
  rectangles: [
    { page: 7, boxes: [box] },
    { page: 8, boxes: [box] },
  ],
  label: (page) => `Quote on page ${page}`,
};
const goal = { page: 3 };
const marked = (div: HTMLElement) => div.querySelector<HTMLElement>('[data-testid=mark]');

let seen: ReturnType<typeof fake>;
beforeEach(() => {
  seen = fake();
});

test('without marks it goes to the page that is wished for, or the last', () => {
  renderHook(() => useMarks(seen.viewer, undefined, goal));
  expect(seen.pages.currentPageNumber).toBe(3);
  renderHook(() => useMarks(seen.viewer, undefined, { page: 99 }));
  expect(seen.pages.currentPageNumber).toBe(20);
});

test('marked words are legible, unless somebody chose a zoom', () => {
  renderHook(() => useMarks(seen.viewer, undefined, goal));
  expect(seen.pages.currentScale).toBe(0.45);
  renderHook(() => useMarks(seen.viewer, marks, goal));
  expect(seen.pages.currentScale).toBe(0.8);
  Object.assign(seen.pages, { currentScale: 0.5, currentScaleValue: '0.5' });
  renderHook(() => useMarks(seen.viewer, { ...marks, key: 'two' }, goal));
  expect(seen.pages.currentScale).toBe(0.5);
});

test('goes to what is marked, draws each page of it, and centres the first once', () => {
  renderHook(() => useMarks(seen.viewer, marks, goal));
  expect(seen.pages.currentPageNumber).toBe(7);
  const first = seen.draw(7);
  expect(marked(first)).toHaveAttribute('aria-label', 'Quote on page 7');
  expect(marked(first)?.style.left).toBe('10%');
  expect(marked(seen.draw(8))).not.toBeNull();
  expect(marked(seen.draw(9))).toBeNull();
  seen.draw(7); // drawn again after a zoom
  expect(seen.pages.container.scrollBy).toHaveBeenCalledTimes(1);
});

test('a page turned by a quarter is marked where it is displayed', () => {
  renderHook(() => useMarks(seen.viewer, marks, goal));
  expect(marked(seen.draw(7, 90))?.style.left).toBe('7.5%'); // 60 of 800 points
});

test('where the reader turns the pages, marks turn with them', () => {
  renderHook(() => useMarks(seen.viewer, marks, goal));
  seen.pages.pagesRotation = 180;
  expect(marked(seen.draw(7))?.style.left).toBe('80%');
});

test('a new wish for the same place centres it again', () => {
  const { rerender } = renderHook(({ goal }) => useMarks(seen.viewer, marks, goal), { initialProps: { goal } });
  seen.draw(7);
  rerender({ goal: { page: 7 } });
  expect(seen.pages.container.scrollBy).toHaveBeenCalledTimes(2);
});

test('marks that are off the page are left out, and it says so', () => {
  const off = { ...marks, rectangles: [{ page: 7, boxes: [{ ...box, x1: 900 }] }] };
  const { result, rerender } = renderHook(({ marks }) => useMarks(seen.viewer, marks, goal), {
    initialProps: { marks: off as Marks },
  });
  expect(result.current).toBe(false);
  const div = seen.draw(7);
  rerender({ marks: off });
  expect(marked(div)).toBeNull();
  expect(result.current).toBe(true);
  rerender({ marks: { ...marks, key: 'two' } });
  expect(result.current).toBe(false);
});

test('leaves nothing behind', () => {
  const { unmount } = renderHook(() => useMarks(seen.viewer, marks, goal));
  const div = seen.draw(7);
  unmount();
  expect(marked(div)).toBeNull();
  expect(seen.listeners.size).toBe(0);
});
