import { Group, Paper, Text } from '@mantine/core';
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { moment } from '@/i18n/formats';
import type { Queued } from '../queries';
import classes from './QueueItem.module.css';

/** One answer that somebody said something of. */
export function QueueItem({ item, current, onChoose }: { item: Queued; current: boolean; onChoose: () => void }) {
  const { t } = useTranslation('ask');
  const { thumb, reason, given_at } = item.feedback;
  const Thumb = thumb === 'up' ? IconThumbUp : IconThumbDown;
  return (
    <Paper
      component="button"
      type="button"
      withBorder
      p="sm"
      onClick={onChoose}
      aria-current={current || undefined}
      className={classes.item}
    >
      <Group wrap="nowrap" gap="sm" align="start">
        <Thumb size={20} aria-label={t(`feedback.${thumb}`)} className={classes.thumb} />
        <div className={classes.words}>
          <Text size="sm" fw={600} lineClamp={2}>
            {item.query}
          </Text>
          <Text size="xs" c="dimmed">
            {[reason && t(`feedback.reasons.${reason}`), item.equipment, moment(given_at)].filter(Boolean).join(' · ')}
          </Text>
        </div>
      </Group>
    </Paper>
  );
}
