import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface LimitsProps {
  /** Those that the user reads. */
  collections: string[];
  value: string[];
  onChange(collections: string[]): void;
}

/** Some of the collections that one reads. */
export default function CollectionSelect({ collections, value, onChange }: LimitsProps) {
  const { t } = useTranslation('ask');
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
