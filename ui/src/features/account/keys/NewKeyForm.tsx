import { Button, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { atLeast, ROLES } from '@/components/roles';

type NewKey = Schemas['NewKey'];

const LIVES = [7, 30, 90, 180, 365] as const;

/** What a key is for and what it may do: no more than its maker. */
export function NewKeyForm(props: {
  me: Schemas['Me'];
  pending: boolean;
  error: unknown;
  onMake: (key: NewKey) => void;
}) {
  const { t } = useTranslation('account');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Schemas['Role']>('technician');
  const [collections, setCollections] = useState(props.me.collections);
  const [days, setDays] = useState<number>(90);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onMake({ name: name.trim(), role, collections, days });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {props.error ? <ErrorPanel error={props.error} /> : null}
        <TextInput
          label={t('keys.name')}
          placeholder={t('keys.nameExample')}
          required
          maxLength={64}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('keys.role')}
          description={t(`roleMeans.${role}`)}
          data={ROLES.filter((each) => atLeast(props.me.role, each)).map((value) => ({
            value,
            label: t(`roles.${value}`),
          }))}
          value={role}
          onChange={(value) => value && setRole(value)}
          allowDeselect={false}
        />
        <MultiSelect
          label={t('keys.collections')}
          data={props.me.collections}
          value={collections}
          onChange={setCollections}
          searchable
        />
        <Select
          label={t('keys.days')}
          data={LIVES.map((count) => ({ value: String(count), label: t('keys.daysCount', { count }) }))}
          value={String(days)}
          onChange={(value) => setDays(Number(value))}
          allowDeselect={false}
        />
        <Button type="submit" loading={props.pending} disabled={!(name.trim() && collections.length)}>
          {t('keys.make')}
        </Button>
      </Stack>
    </form>
  );
}
