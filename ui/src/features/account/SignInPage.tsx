import { Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '@/api/session';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Doorway } from './doorway/Doorway';
import { placeAfter } from './doorway/next';
import { ProviderButton } from './doorway/ProviderButton';
import { SignInForm } from './doorway/SignInForm';
import { optionsQuery } from './queries';

/** Leads on to where somebody wanted to go, also when he signs in in another tab. */
export default function SignInPage() {
  const { t } = useTranslation('account');
  const next = placeAfter(useSearch({ from: '/sign-in' }).next);
  const signedIn = useSyncExternalStore(session.subscribe, () => session.signedIn);
  const options = useQuery(optionsQuery);
  const router = useRouter();
  const queries = useQueryClient();
  useEffect(() => {
    if (!signedIn) return;
    queries.clear(); // who was here before may have been somebody else
    router.history.replace(next);
  }, [signedIn, next, queries, router]);
  if (options.data?.setup_needed) return <Navigate to="/setup" replace />;
  return (
    <Doorway title={t('signIn')}>
      {next !== '/' && <Text size="sm">{t('goesOn')}</Text>}
      {options.isError && <ErrorPanel error={options.error} onRetry={() => void options.refetch()} />}
      <SignInForm />
      {options.data?.identity_provider && <ProviderButton provider={options.data.identity_provider} next={next} />}
      <Text size="sm" c="dimmed">
        {t('forgotten')}
      </Text>
    </Doorway>
  );
}
