import type { TreeNodeData } from '@mantine/core';
import type { Schemas } from '@/api/client';

export type Heading = Schemas['HeadingOut'];

export interface HeadingNode extends TreeNodeData {
  heading: Heading;
  children: HeadingNode[];
}

/** Headings below those that they belong to; levels may be left out, as they are in many manuals. */
export function headingTree(headings: readonly Heading[]): HeadingNode[] {
  const roots: HeadingNode[] = [];
  const open: HeadingNode[] = [];
  for (const [index, heading] of headings.entries()) {
    const node: HeadingNode = { value: String(index), label: heading.title, heading, children: [] };
    while (open.length && (open.at(-1)?.heading.level ?? 0) >= heading.level) open.pop();
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

/** Index of the heading under which a page stands: the last one that begins on it or before. */
export function headingOf(headings: readonly Heading[], page: number): number | undefined {
  const found = headings.findLastIndex((heading) => heading.page <= page);
  return found < 0 ? undefined : found;
}

/** Indices of the headings that one stands below, outermost first. */
export function ancestors(headings: readonly Heading[], index: number | undefined): number[] {
  const found: number[] = [];
  let level = index === undefined ? 0 : (headings[index]?.level ?? 0);
  for (let at = (index ?? 0) - 1; at >= 0 && level > 1; at -= 1) {
    const above = headings[at]?.level ?? level;
    if (above < level) {
      found.unshift(at);
      level = above;
    }
  }
  return found;
}
