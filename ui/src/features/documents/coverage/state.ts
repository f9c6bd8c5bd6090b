/** How a page was read: pure. */
import type { Schemas } from '@/api/client';

export type Coverage = Schemas['CoverageOut'];
export type PageCoverage = Schemas['PageCoverageOut'];
export type Trouble = Schemas['PageTrouble'];
export type PageState = Trouble | 'read' | 'ocr' | 'empty';

export function stateOf({ trouble, text_source }: Pick<PageCoverage, 'trouble' | 'text_source'>): PageState {
  if (trouble) return trouble;
  if (text_source === 'ocr') return 'ocr';
  return text_source === 'none' ? 'empty' : 'read';
}

export interface Totals {
  troubled: number;
  ocr: number;
  tables: number;
  figures: number;
  /** Each kind of trouble once, the most frequent first. */
  troubles: Trouble[];
}

export function totals(pages: readonly PageCoverage[]): Totals {
  const found = new Map<Trouble, number>();
  for (const { trouble } of pages) if (trouble) found.set(trouble, (found.get(trouble) ?? 0) + 1);
  const sum = (count: (page: PageCoverage) => number) => pages.reduce((all, page) => all + count(page), 0);
  return {
    troubled: sum(({ trouble }) => (trouble ? 1 : 0)),
    ocr: sum(({ text_source }) => (text_source === 'ocr' ? 1 : 0)),
    tables: sum(({ tables }) => tables),
    figures: sum(({ figures }) => figures),
    troubles: [...found].sort(([, one], [, other]) => other - one).map(([trouble]) => trouble),
  };
}
