import { Alert, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { session } from '@/api/session';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { NewPasswordField } from './NewPasswordField';
import { judged } from './passwords';

/** Replaces one's own password; the session goes on with the tokens that come back. */
export function ChangePassword({ username }: { username: string }) {
  const { t } = useTranslation('account');
  const [present, setPresent] = useState('');
  const [fresh, setFresh] = useState('');
  const change = useMutation({
    mutationFn: () => given(api.PUT('/api/v1/auth/password', { body: { present, new: fresh, in_cookie: true } })),
    onSuccess: (tokens) => {
      session.keep(tokens);
      setPresent('');
      setFresh('');
    },
  });
  const { long, distinct } = judged(fresh, username, '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (long && distinct) change.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('changePassword.text')}
        </Text>
        {change.isError && <ErrorPanel error={change.error} />}
        {change.isSuccess && (
          <Alert role="status" color="bench" icon={<IconCheck />}>
            {t('changePassword.done')}
          </Alert>
        )}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordInput
          label={t('changePassword.present')}
          name="password"
          autoComplete="current-password"
          required
          value={present}
          onChange={(event) => setPresent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        <NewPasswordField
          label={t('changePassword.new')}
          value={fresh}
          onChange={setFresh}
          username={username}
          email=""
        />
        <div>
          <Button type="submit" loading={change.isPending} disabled={!(present && long && distinct)}>
            {t('changePassword.do')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
