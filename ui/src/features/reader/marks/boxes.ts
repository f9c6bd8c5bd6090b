/**
 * Where a mark stands on a page, whatever its size on the screen.
 *
 * Boxes come in points (1/72 inch) from the top left corner of the page as it is displayed: cropped and turned. On the
 * screen they are shares of the page, so that neither zoom nor pixel density matters.
 */
import type { Schemas } from '@/api/client';

export type Box = Schemas['BoxOut'];
export type Rectangles = Schemas['RectanglesOut'];

export interface Size {
  width: number;
  height: number;
}

/** Points by which a box may stand over the edge: glyphs do. */
const TOLERANCE = 2;

/** Size in points of a page as it is displayed, from its visible box and how far it is turned (degrees). */
export function displayedSize(visible: readonly number[], turned: number): Size {
  const [left = 0, bottom = 0, right = 0, top = 0] = visible;
  const [width, height] = [Math.abs(right - left), Math.abs(top - bottom)];
  return turned % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Boxes as shares of the page, 0 to 1; none at all if one of them cannot be on it: a wrong mark is worse than none. */
export function sharesOf(boxes: readonly Box[], page: Size): Box[] {
  const sound = (box: Box) =>
    [box.x0, box.y0, box.x1, box.y1].every(Number.isFinite) &&
    box.x0 < box.x1 &&
    box.y0 < box.y1 &&
    box.x0 >= -TOLERANCE &&
    box.y0 >= -TOLERANCE &&
    box.x1 <= page.width + TOLERANCE &&
    box.y1 <= page.height + TOLERANCE;
  if (!(page.width > 0 && page.height > 0) || !boxes.every(sound)) return [];
  const share = (value: number, side: number) => Math.min(Math.max(value / side, 0), 1);
  return boxes.map(({ x0, y0, x1, y1 }) => ({
    x0: share(x0, page.width),
    y0: share(y0, page.height),
    x1: share(x1, page.width),
    y1: share(y1, page.height),
  }));
}

/** Shares of a page after it is turned clockwise by a multiple of 90 degrees. */
export function turned(box: Box, degrees: number): Box {
  if (degrees % 360 === 0) return box;
  const quarter = { x0: 1 - box.y1, y0: box.x0, x1: 1 - box.y0, y1: box.x1 };
  return turned(quarter, degrees - 90);
}

/** The smallest box around all of them. */
export function around(boxes: readonly Box[]): Box {
  return {
    x0: Math.min(...boxes.map(({ x0 }) => x0)),
    y0: Math.min(...boxes.map(({ y0 }) => y0)),
    x1: Math.max(...boxes.map(({ x1 }) => x1)),
    y1: Math.max(...boxes.map(({ y1 }) => y1)),
  };
}

/** A box as shares of another one around it. */
export function within(box: Box, outer: Box): Box {
  const [width, height] = [outer.x1 - outer.x0, outer.y1 - outer.y0];
  return {
    x0: (box.x0 - outer.x0) / width,
    y0: (box.y0 - outer.y0) / height,
    x1: (box.x1 - outer.x0) / width,
    y1: (box.y1 - outer.y0) / height,
  };
}

/** The same as CSS: percentages of what it is positioned in. */
export function placed({ x0, y0, x1, y1 }: Box): { left: string; top: string; width: string; height: string } {
  const percent = (share: number) => `${share * 100}%`;
  return { left: percent(x0), top: percent(y0), width: percent(x1 - x0), height: percent(y1 - y0) };
}
