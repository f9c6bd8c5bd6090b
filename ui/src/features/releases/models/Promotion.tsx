import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moment } from '@/i18n/formats';
import type { TrainedModel } from './queries';

/** Who promoted a model when and why, and who took it back. */
export function Promotion({ model }: { model: TrainedModel }) {
  const { t } = useTranslation('releases');
  const { promoted_at, promoted_by, reason, taken_back_at, taken_back_by, taken_back_reason } = model;
  const at = moment(promoted_at);
  const told = [
    promoted_by ? t('models.promotedBy', { at, by: promoted_by }) : t('models.promoted', { at }),
    reason && t('because', { because: reason }),
    taken_back_at && ` ${t('models.takenBack', { at: moment(taken_back_at), by: taken_back_by })}`,
    taken_back_reason && t('because', { because: taken_back_reason }),
  ];
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      <Group gap={6}>
        <Text size="sm" fw={600}>
          {model.version}
        </Text>
        {model.in_production && <Badge tt="none">{t('aliases.production')}</Badge>}
      </Group>
      <Text size="sm" c="dimmed">
        {told.filter(Boolean).join('')}
      </Text>
    </div>
  );
}
