import { Checkbox, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EvidenceFields } from './EvidenceFields';
import type { TypedCase } from './expected';

interface CaseFieldsProps {
  typed: TypedCase;
  onChange(fields: Partial<TypedCase>): void;
  answerHelp?: string;
}

/** What a golden case asks, and what is right about it. */
export function CaseFields({ typed, onChange, answerHelp }: CaseFieldsProps) {
  const { t } = useTranslation('review');
  return (
    <>
      <Textarea
        label={t('verdict.question')}
        description={t('verdict.questionHelp')}
        autosize
        value={typed.question}
        onChange={(event) => onChange({ question: event.currentTarget.value })}
      />
      <Checkbox
        label={t('verdict.unanswerable')}
        checked={typed.unanswerable}
        onChange={(event) => onChange({ unanswerable: event.currentTarget.checked })}
      />
      {!typed.unanswerable && (
        <>
          <Textarea
            label={t('verdict.answer')}
            description={answerHelp}
            autosize
            minRows={2}
            value={typed.answer}
            onChange={(event) => onChange({ answer: event.currentTarget.value })}
          />
          <EvidenceFields value={typed.evidence} onChange={(evidence) => onChange({ evidence })} />
          <Textarea
            label={t('verdict.facts')}
            description={t('verdict.factsHelp')}
            autosize
            value={typed.facts}
            onChange={(event) => onChange({ facts: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}
