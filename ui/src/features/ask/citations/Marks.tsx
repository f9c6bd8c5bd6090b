import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Citation } from '../answer/blocks/blocks';
import { useCitationChoice } from './CitationChoice';
import classes from './Marks.module.css';

/** The numbers behind a sentence: each opens the page that it stands on. */
export function Marks({ numbers, citations }: { numbers: number[]; citations: Citation[] }) {
  const { t } = useTranslation('ask');
  const { chosen, choose } = useCitationChoice();
  return numbers.map((number) => {
    const cited = citations.find((citation) => citation.number === number);
    if (!cited) return null;
    return (
      <UnstyledButton
        key={number}
        className={classes.mark}
        aria-label={t('answer.source', { number, title: cited.title, label: cited.label })}
        aria-pressed={chosen === number}
        onClick={() => choose(number)}
      >
        {number}
      </UnstyledButton>
    );
  });
}
