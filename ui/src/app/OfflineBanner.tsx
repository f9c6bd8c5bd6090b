import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

/** Milliseconds between two looks at the server: rarely while it answers, often while it does not. */
const CALM = 30_000;
const ANXIOUS = 3_000;

async function reachable(): Promise<boolean> {
  try {
    return (await fetch('/livez', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/** Says that the server cannot be reached, for as long as that lasts. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { data: up = true } = useQuery({
    queryKey: ['livez'],
    queryFn: reachable,
    refetchInterval: ({ state }) => (state.data === false ? ANXIOUS : CALM),
    networkMode: 'always',
  });
  if (up) return null;
  return (
    <Alert role="status" color="orange" mb="md" icon={<IconPlugConnectedX />}>
      {t('offline')}
    </Alert>
  );
}
