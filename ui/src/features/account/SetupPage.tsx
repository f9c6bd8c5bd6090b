import { Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '@/api/session';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Doorway } from './doorway/Doorway';
import { SetupForm } from './doorway/SetupForm';
import { optionsQuery } from './queries';

/** Makes the first administrator, with the token that the server printed where it was started. */
export default function SetupPage() {
  const { t } = useTranslation('account');
  const search = useSearch({ from: '/setup' });
  const [token] = useState(search.token ?? '');
  const navigate = useNavigate();
  const options = useQuery(optionsQuery);
  const signedIn = useSyncExternalStore(session.subscribe, () => session.signedIn);
  useEffect(() => {
    if (signedIn) void navigate({ to: '/ask', replace: true });
    // A token in the address would stay in the history of the browser, and be seen over a shoulder.
    else if (search.token) void navigate({ to: '/setup', search: {}, replace: true });
  }, [signedIn, search.token, navigate]);
  return (
    <Doorway title={t('setup.title')}>
      {options.isError && <ErrorPanel error={options.error} onRetry={() => void options.refetch()} />}
      {options.isPending && <Skeleton h={320} />}
      {options.data && !options.data.setup_needed && (
        <>
          <Text>{t('setup.done')}</Text>
          <Button component={Link} to="/sign-in">
            {t('signIn')}
          </Button>
        </>
      )}
      {options.data?.setup_needed && (
        <>
          <Text size="sm">{t('setup.why')}</Text>
          <SetupForm token={token} />
        </>
      )}
    </Doorway>
  );
}
