import type { Viewer } from './viewer';

/** Scale below which small print is seen rather than read: ten points are eleven pixels high at this one. */
const LEGIBLE = 0.8;

/** Makes words legible where the page was only fitted into its room: marked words are shown to be read. */
export function makeLegible({ pages }: Viewer): void {
  const fitted = Number.isNaN(Number(pages.currentScaleValue));
  if (fitted && pages.currentScale < LEGIBLE) pages.currentScale = LEGIBLE;
}
