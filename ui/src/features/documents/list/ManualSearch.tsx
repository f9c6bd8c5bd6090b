import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { manualsQuery } from '../queries';

const SHOWN = 20;

interface ManualSearchProps {
  label: string;
  /** Those that are chosen already. */
  without?: string[];
  onChoose(manual: { id: string; title: string }): void;
}

/** Finds a manual by its title, maker or machine. */
export function ManualSearch({ label, without = [], onChoose }: ManualSearchProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, 250);
  const { data } = useQuery(manualsQuery({ text }, { sort: 'title', descending: false, offset: 0, limit: SHOWN }));
  const found = data?.documents.filter(({ id }) => !without.includes(id)) ?? [];
  const titles = new Map(found.map(({ id, filename, metadata }) => [id, metadata.title || filename]));
  return (
    <Select
      label={label}
      placeholder={t('findManual.placeholder')}
      data={[...titles].map(([value, title]) => ({ value, label: title }))}
      filter={({ options }) => options} // the service has searched already
      nothingFoundMessage={t('findManual.nothing')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      onChange={(id) => {
        if (id) onChoose({ id, title: titles.get(id) ?? id });
        setTyped('');
      }}
    />
  );
}
