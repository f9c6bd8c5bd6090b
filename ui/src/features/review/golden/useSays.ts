import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

/** What a golden case says, as it is read: of one that no manual answers, that a refusal is right. */
export function useSays({ question, answer, answerable, must_contain, documents }: Schemas['GoldenCase']) {
  const { t } = useTranslation('review');
  return {
    question,
    answer: answerable ? answer : t('golden.refusal'),
    facts: must_contain.map((wordings) => wordings.join(' | ')).join('\n'),
    places: documents.map(({ file, pages }) => t('golden.pages', { file, pages: pages.join(', ') })).join(' · '),
  };
}
