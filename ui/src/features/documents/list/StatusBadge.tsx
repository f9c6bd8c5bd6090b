import { Badge, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Manual } from '../queries';

const LOOKS = {
  ready: { icon: IconCheck, color: 'green' },
  needs_review: { icon: IconAlertTriangle, color: 'orange' },
  superseded: { icon: IconHistory, color: 'gray' },
} as const;

/** Whether a manual answers questions, in words. */
export function StatusBadge({ manual }: { manual: Manual }) {
  const { t } = useTranslation('documents');
  const standing = manual.current ? manual.status : 'superseded';
  const { icon: Icon, color } = LOOKS[standing];
  return (
    <Tooltip
      label={t(`list.statusHint.${standing}`)}
      multiline
      maw={260}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Badge color={color} variant="light" tt="none" leftSection={<Icon size={12} aria-hidden />}>
        {t(`list.status.${standing}`)}
      </Badge>
    </Tooltip>
  );
}
