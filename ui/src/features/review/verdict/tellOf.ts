import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { Schemas } from '@/api/client';

/** Says what came of a decision. */
export function tellOf({ state, golden_case }: Schemas['ReviewedOut']): void {
  const t = i18next.getFixedT(null, 'review');
  if (state === 'accepted')
    notifications.show(
      golden_case
        ? { color: 'bench', message: t('told.golden') }
        : { color: 'yellow', message: t('told.nothingGolden'), autoClose: 10_000 },
    );
  else notifications.show({ message: t(state === 'rejected' ? 'told.rejected' : 'told.open') });
}
