import type { TFunction } from 'i18next';
import { share } from '@/i18n/formats';
import { type Coverage, totals } from './state';

type T = TFunction<'documents'>;

/** What was read of a manual, in a few words each; what there is none of is not mentioned. */
export function summary(t: T, coverage: Coverage, passages: number): string[] {
  const { ocr, tables, figures } = totals(coverage.pages);
  const counted = [
    ['passages', passages],
    ['ocr', ocr],
    ['tables', tables],
    ['figures', figures],
    ['headings', coverage.headings],
    ['codes', coverage.codes],
    ['warnings', coverage.warnings],
    ['picturesRead', coverage.pictures_read],
    ['picturesUnread', coverage.pictures_unread],
  ] as const;
  return counted.filter(([, count]) => count > 0).map(([name, count]) => t(`coverage.${name}`, { count }));
}

/** How much of a manual can be read: all of it only where no page has trouble. */
export function readable(t: T, coverage: Coverage): string {
  const { troubled } = totals(coverage.pages);
  if (!troubled) return t('coverage.all');
  const told = t('coverage.readable', { share: share(coverage.readable_share) });
  return `${told}. ${t('coverage.troubled', { count: troubled })}`;
}
