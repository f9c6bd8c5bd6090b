import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { driftQuery } from './queries';

/** Checks now, instead of at the next time that the schedule has. */
export function CheckButton() {
  const { t } = useTranslation('releases');
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: () => given(api.POST('/api/v1/drift/checks')),
    onSuccess: () => queries.invalidateQueries(driftQuery),
  });
  return (
    <>
      <Button
        variant="default"
        style={{ alignSelf: 'start' }}
        leftSection={<IconRefresh size={18} aria-hidden />}
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        {t('drift.check')}
      </Button>
      {check.error && <ErrorPanel error={check.error} />}
    </>
  );
}
