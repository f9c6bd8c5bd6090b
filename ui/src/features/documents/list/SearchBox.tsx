import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from './useAddress';

/** Milliseconds of silence after which is looked for what was typed. */
const SILENCE = 250;

export function SearchBox() {
  const { t } = useTranslation('documents');
  const [{ q = '' }, change] = useAddress();
  const [typed, setTyped] = useState(q);
  const look = useDebouncedCallback((text: string) => change({ q: text.trim() || undefined }), SILENCE);
  useEffect(() => {
    setTyped((before) => (before.trim() === q ? before : q)); // the filters were cleared, or one went back
  }, [q]);
  return (
    <TextInput
      type="search"
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={typed}
      maxLength={200}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        look(currentTarget.value);
      }}
      flex={1}
      miw={200}
    />
  );
}
