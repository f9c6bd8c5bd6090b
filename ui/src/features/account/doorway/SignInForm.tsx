import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { doorstep, given } from '@/api/client';
import { session } from '@/api/session';
import { ErrorPanel } from '@/components/page/ErrorPanel';

/** Name and password; the session starts where they are good. */
export function SignInForm({ name = '' }: { name?: string }) {
  const { t } = useTranslation('account');
  const signIn = useMutation({
    mutationFn: (body: { name: string; password: string }) =>
      given(doorstep.POST('/api/v1/auth/sign-in', { body: { ...body, in_cookie: true } })),
    onSuccess: (tokens) => session.keep(tokens),
  });
  // Read from the form, not from state: what a password manager fills in may come without an event.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    signIn.mutate({ name: String(typed.get('username')).trim(), password: String(typed.get('password')) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {signIn.isError && <ErrorPanel error={signIn.error} />}
        <TextInput
          label={t('nameOrEmail')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={name}
          required
          data-autofocus={name ? undefined : true}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          required
          data-autofocus={name ? true : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        <Button type="submit" loading={signIn.isPending}>
          {t('signIn')}
        </Button>
      </Stack>
    </form>
  );
}
