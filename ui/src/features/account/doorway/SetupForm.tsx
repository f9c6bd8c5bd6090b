import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { doorstep, given } from '@/api/client';
import { session } from '@/api/session';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { NewPasswordField } from '../passwords/NewPasswordField';
import { judged } from '../passwords/passwords';

/** The first administrator; signed in afterwards. */
export function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const [typed, setTyped] = useState({ token, username: '', email: '', password: '' });
  const setup = useMutation({
    mutationFn: () => given(doorstep.POST('/api/v1/auth/setup', { body: { ...typed, in_cookie: true } })),
    onSuccess: (tokens) => {
      queries.clear(); // that nobody is there yet holds no longer
      session.keep(tokens);
    },
  });
  const change = (field: keyof typeof typed) => (value: string) => setTyped((was) => ({ ...was, [field]: value }));
  const { long, distinct } = judged(typed.password, typed.username, typed.email);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (long && distinct) setup.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {setup.isError && <ErrorPanel error={setup.error} />}
        <TextInput
          label={t('setup.token')}
          description={t('setup.tokenHelp')}
          autoComplete="off"
          spellCheck={false}
          required
          value={typed.token}
          onChange={(event) => change('token')(event.currentTarget.value.trim())}
        />
        <TextInput
          label={t('username')}
          description={t('usernameHelp')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={64}
          value={typed.username}
          onChange={(event) => change('username')(event.currentTarget.value)}
        />
        <TextInput
          label={t('email')}
          type="email"
          name="email"
          autoComplete="email"
          required
          value={typed.email}
          onChange={(event) => change('email')(event.currentTarget.value)}
        />
        <NewPasswordField
          label={t('password')}
          value={typed.password}
          onChange={change('password')}
          username={typed.username}
          email={typed.email}
        />
        <Button type="submit" loading={setup.isPending} disabled={!(long && distinct)}>
          {t('setup.make')}
        </Button>
      </Stack>
    </form>
  );
}
