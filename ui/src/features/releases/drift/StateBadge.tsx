import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DriftReport } from './queries';

/** How a check ended. */
export function StateBadge({ state }: { state: DriftReport['state'] }) {
  const { t } = useTranslation('releases');
  return (
    <Badge variant={state === 'drifted' ? 'filled' : 'default'} color="orange.9" tt="none">
      {t(`drift.state.${state}`)}
    </Badge>
  );
}
