import type { TFunction } from 'i18next';
import type { Schemas } from '@/api/client';
import type { Marks } from './drawing';

/** The words of a citation, as marks. */
export function citationMarks(
  citation: Schemas['CitationOut'],
  t: TFunction<['reader', ...('common' | 'reader')[]]>,
): Marks {
  return {
    key: `${citation.document_id}/${citation.page}/${citation.number}/${citation.quote}`,
    rectangles: citation.rectangles.filter(({ boxes }) => boxes.length),
    label: (page) =>
      t('reader:quoteOn', { page: page === citation.page ? citation.label || page : page, quote: citation.quote }),
  };
}
