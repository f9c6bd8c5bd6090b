import { CloseButton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ManualSearch } from '@/features/documents/list/ManualSearch';
import { manualQuery } from '@/features/documents/queries';
import classes from './ManualLimit.module.css';

interface ManualLimitProps {
  /** Ids; none for every manual. */
  value: string[];
  onChange(documents: string[]): void;
}

/** Answers from some manuals only. */
export function ManualLimit({ value, onChange }: ManualLimitProps) {
  const { t } = useTranslation('ask');
  return (
    <Stack gap={6}>
      <ManualSearch label={t('manuals')} without={value} onChoose={({ id }) => onChange([...value, id])} />
      <ChosenManuals value={value} onChange={onChange} />
    </Stack>
  );
}

/** The manuals that a question is put to; each can be taken away. */
export function ChosenManuals({ value, onChange }: ManualLimitProps) {
  const { t } = useTranslation('ask');
  if (!value.length) return null;
  return (
    <ul className={classes.list} aria-label={t('onlyManuals')}>
      {value.map((id) => (
        <Chosen key={id} documentId={id} onRemove={() => onChange(value.filter((each) => each !== id))} />
      ))}
    </ul>
  );
}

function Chosen({ documentId, onRemove }: { documentId: string; onRemove(): void }) {
  const { t } = useTranslation('ask');
  const { data, error } = useQuery(manualQuery(documentId));
  const title = data?.manual.metadata.title || data?.manual.filename || (error ? t('goneManual') : '…');
  return (
    <li className={classes.chosen}>
      <Text span size="sm">
        {title}
      </Text>
      <CloseButton size="md" aria-label={t('withoutManual', { title })} onClick={onRemove} />
    </li>
  );
}
