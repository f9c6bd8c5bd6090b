import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface LimitsProps {
  /** Those that the user reads. */
  collections: string[];
  value: string[];
  onChange(collections: string[]): void;
}

/** Answers from some collections only; nothing to choose for who reads just one. */
export function Limits({ collections, value, onChange }: LimitsProps) {
  const { t } = useTranslation('ask');
  if (collections.length < 2) return null;
  return (
    <MultiSelect
      label={t('collections')}
      placeholder={value.length ? '' : t('allCollections')}
      data={collections}
      value={value}
      onChange={onChange}
      clearable
      searchable
      clearButtonProps={{ 'aria-label': t('allCollections') }}
    />
  );
}
