import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { RELEASES } from '../queries';

/** Promotes a release; the list is read again whatever came of it, for the gates were asked. */
export function usePromotion(onDone: () => void) {
  const { t } = useTranslation('releases');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['PromotionIn']) => given(api.POST('/api/v1/releases/promotions', { body })),
    onSuccess: ({ version }, { alias }) => {
      notifications.show({ color: 'bench', message: t(`promote.done.${alias ?? 'production'}`, { version }) });
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: RELEASES }),
  });
}
