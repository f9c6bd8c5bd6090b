import { expect, test, vi } from 'vitest';
import { centre, drawMarks } from './drawing';

const line = { x0: 0.1, y0: 0.2, x1: 0.5, y1: 0.25 };

test('a mark has a name, can be focused, and covers its lines', () => {
  const page = document.createElement('div');
  const mark = drawMarks(page, [line, { ...line, y0: 0.3, y1: 0.35 }], 'Quote on page 7-1: Replace the lamp');
  expect(mark).toHaveAttribute('aria-label', 'Quote on page 7-1: Replace the lamp');
  expect(mark?.tabIndex).toBe(0);
  expect(mark?.style.left).toBe('10%');
  expect(mark?.children).toHaveLength(2);
});

test('marks take the place of those before, and leave everything else of the page', () => {
  const page = document.createElement('div');
  page.append(document.createElement('canvas'));
  drawMarks(page, [line], 'one');
  drawMarks(page, [line], 'two');
  expect(page.children).toHaveLength(2);
  expect(drawMarks(page, [], '')).toBeNull();
  expect(page.innerHTML).toBe('<canvas></canvas>');
});

test('what a manual says is text, never markup', () => {
  const page = document.createElement('div');
  drawMarks(page, [line], '"><img src=x onerror=alert(1)>');
  expect(page.querySelector('img')).toBeNull();
});

function sized(top: number, height: number): HTMLElement {
  const element = document.createElement('div');
  element.getBoundingClientRect = () => new DOMRect(0, top, 100, height);
  element.scrollBy = vi.fn();
  return element;
}

test('a mark is scrolled to the middle; a high one with its beginning in view', () => {
  const container = sized(100, 800);
  centre(container, sized(900, 20));
  expect(container.scrollBy).toHaveBeenCalledWith(expect.objectContaining({ top: 410 }));
  centre(container, sized(900, 2000));
  expect(container.scrollBy).toHaveBeenLastCalledWith(expect.objectContaining({ top: 700 }));
});
