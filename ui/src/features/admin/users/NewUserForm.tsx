import { Button, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { ROLES } from '@/components/roles';
import { collectionsQuery } from '../queries';

type Typed = Omit<Schemas['NewUser'], 'password'>;

export function NewUserForm(props: { pending: boolean; error: unknown; onMake: (user: Typed) => void }) {
  const { t } = useTranslation(['admin', 'account']);
  const collections = useQuery(collectionsQuery);
  const [typed, setTyped] = useState<Typed>({ username: '', email: '', role: 'technician', collections: ['default'] });
  const change = (fields: Partial<Typed>) => setTyped((was) => ({ ...was, ...fields }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onMake(typed);
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack>
        {props.error ? <ErrorPanel error={props.error} /> : null}
        <TextInput
          label={t('account:username')}
          description={t('account:usernameHelp')}
          required
          maxLength={64}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          value={typed.username}
          onChange={(event) => change({ username: event.currentTarget.value.trim() })}
        />
        <TextInput
          label={t('account:email')}
          type="email"
          required
          value={typed.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
        <Select
          label={t('users.role')}
          description={t(`account:roleMeans.${typed.role}`)}
          data={ROLES.map((value) => ({ value, label: t(`account:roles.${value}`) }))}
          value={typed.role}
          onChange={(role) => role && change({ role })}
          allowDeselect={false}
        />
        <MultiSelect
          label={t('users.collections')}
          description={t('users.collectionsHelp')}
          data={collections.data?.map(({ name }) => name) ?? ['default']}
          value={typed.collections}
          onChange={(names) => change({ collections: names })}
          searchable
        />
        <Text size="sm" c="dimmed">
          {t('users.passwordComes')}
        </Text>
        <Button type="submit" loading={props.pending} disabled={!(typed.username && typed.email)}>
          {t('users.make')}
        </Button>
      </Stack>
    </form>
  );
}
