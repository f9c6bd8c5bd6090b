import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { onlineManager, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { livenessQuery } from '@/api/queries';

/** Says that the server cannot be reached, for as long as that lasts. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { data: up = true, refetch } = useQuery(livenessQuery);
  // A network that comes or goes is worth a look at once; it says nothing of a server on this very machine.
  useEffect(() => onlineManager.subscribe(() => void refetch()), [refetch]);
  if (up) return null;
  return (
    <Alert role="status" color="orange" mb="md" icon={<IconPlugConnectedX />}>
      {t('offline')}
    </Alert>
  );
}
