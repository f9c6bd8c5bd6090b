import { Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Manual } from '../queries';
import { StateBadge } from '../StateBadge';

const LOOKS = {
  ready: { icon: IconCheck, color: 'green' },
  needs_review: { icon: IconAlertTriangle, color: 'orange' },
  superseded: { icon: IconHistory, color: 'gray' },
} as const;

/** Whether a manual answers questions, in words. */
export function StatusBadge({ manual }: { manual: Manual }) {
  const { t } = useTranslation('documents');
  const standing = manual.current ? manual.status : 'superseded';
  return (
    <Tooltip
      label={t(`list.statusHint.${standing}`)}
      multiline
      maw={260}
      events={{ hover: true, focus: true, touch: true }}
    >
      <span>
        <StateBadge {...LOOKS[standing]} word={t(`list.status.${standing}`)} />
      </span>
    </Tooltip>
  );
}
