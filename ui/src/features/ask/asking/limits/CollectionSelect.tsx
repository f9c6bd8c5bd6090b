import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LimitsProps } from './Limits';

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
