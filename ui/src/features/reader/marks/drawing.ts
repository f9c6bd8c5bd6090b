/** Marks on a page that pdf.js drew. It empties its pages by itself, so no React here. */
import { around, type Box, placed, within } from './boxes';
import classes from './marks.module.css';

/** What is marked on the pages, and what it is called by who cannot see it. */
export interface Marks {
  /** The same for as long as nothing else is marked. */
  key: string;
  rectangles: readonly { page: number; boxes: readonly Box[] }[];
  label(page: number): string;
}

/** Puts marks on a page in place of those it had; `shares` are parts of its sides, 0 to 1. Gives what was put there. */
export function drawMarks(page: HTMLElement, shares: readonly Box[], label: string): HTMLElement | null {
  for (const old of page.querySelectorAll(`:scope > .${classes.mark}`)) old.remove();
  if (!shares.length) return null;
  const outer = around(shares);
  const mark = document.createElement('div');
  mark.className = classes.mark ?? '';
  mark.dataset.testid = 'mark';
  mark.setAttribute('role', 'note');
  mark.setAttribute('aria-label', label);
  mark.tabIndex = 0;
  Object.assign(mark.style, placed(outer));
  for (const share of shares) {
    const line = document.createElement('span');
    line.className = classes.line ?? '';
    Object.assign(line.style, placed(within(share, outer)));
    mark.append(line);
  }
  page.append(mark);
  return mark;
}

/** Scrolls so that an element of a page stands in the middle, or its beginning does where it is higher than that. */
export function centre(container: HTMLElement, element: HTMLElement): void {
  const [room, box] = [container.getBoundingClientRect(), element.getBoundingClientRect()];
  const above = Math.max((room.height - box.height) / 2, room.height / 8);
  const aside = Math.max((room.width - box.width) / 2, 8);
  container.scrollBy({ top: box.top - room.top - above, left: box.left - room.left - aside, behavior: 'instant' });
}
