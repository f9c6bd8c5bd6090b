import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import type { Evidence } from './expected';

/** Finds a manual by its title, maker or machine. */
export function DocumentPicker({ onChoose }: { onChoose: (evidence: Evidence) => void }) {
  const { t } = useTranslation('review');
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, 250);
  const { data } = useQuery({
    queryKey: ['documents', 'picked', text],
    queryFn: () => given(api.GET('/api/v1/documents', { params: { query: { text, limit: 20 } } })),
    placeholderData: keepPreviousData,
  });
  const titles = new Map(data?.documents.map(({ id, filename, metadata }) => [id, metadata.title || filename]));
  return (
    <Select
      label={t('evidence.add')}
      placeholder={t('evidence.find')}
      data={[...titles].map(([value, label]) => ({ value, label }))}
      filter={({ options }) => options} // the service has searched already
      nothingFoundMessage={t('evidence.notFound')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      onChange={(id) => {
        if (id) onChoose({ document_id: id, title: titles.get(id) ?? id, pages: '' });
        setTyped('');
      }}
    />
  );
}
