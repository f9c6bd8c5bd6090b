import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Period } from './query';

const DAYS = [7, 30, 90, 365];
const DAY = 86_400_000;

const day = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The last days up to today, in UTC. */
export function lastDays(count: number): Period {
  return { since: day(Date.now() - (count - 1) * DAY), until: day(Date.now()) };
}

/** A usual period by its name, or any by its first and last day. */
export function PeriodChooser({ value, onChange }: { value: Period; onChange: (period: Period) => void }) {
  const { t } = useTranslation('admin');
  const usual = DAYS.find((count) => {
    const { since, until } = lastDays(count);
    return since === value.since && until === value.until;
  });
  const date = (end: keyof Period) => (
    <TextInput
      type="date"
      label={t(`usage.${end}`)}
      value={value[end]}
      min={end === 'until' ? value.since : undefined}
      max={end === 'since' ? value.until : undefined}
      onChange={({ currentTarget }) => currentTarget.value && onChange({ ...value, [end]: currentTarget.value })}
    />
  );
  return (
    <Group align="end" gap="xs">
      <Select
        w={170}
        label={t('usage.period')}
        placeholder={t('usage.ownPeriod')}
        data={DAYS.map((count) => ({ value: String(count), label: t('usage.lastDays', { count }) }))}
        value={usual ? String(usual) : null}
        onChange={(count) => count && onChange(lastDays(Number(count)))}
      />
      {date('since')}
      {date('until')}
    </Group>
  );
}
