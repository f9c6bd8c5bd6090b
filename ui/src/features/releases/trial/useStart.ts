import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { RELEASES } from '../queries';
import { trialQuery } from './queries';

/** Begins a trial and shows it; releases are read again whatever came of it, for the gates were asked. */
export function useStart(onDone: () => void) {
  const { t } = useTranslation('releases');
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Schemas['RolloutIn']) => given(api.POST('/api/v1/rollout', { body })),
    onSuccess: (trial) => {
      queries.setQueryData(trialQuery.queryKey, trial);
      notifications.show({ color: 'bench', message: t('trial.start.done') });
      onDone();
      void navigate({ to: '/releases/trial' });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: RELEASES }),
  });
}
