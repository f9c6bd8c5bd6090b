import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { livenessQuery } from '@/api/queries';

/** Says that the server cannot be reached, for as long as that lasts. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { data: up = true } = useQuery(livenessQuery);
  if (up) return null;
  return (
    <Alert role="status" color="orange" mb="md" icon={<IconPlugConnectedX />}>
      {t('offline')}
    </Alert>
  );
}
