import { Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { number } from '@/i18n/formats';
import type { Trial } from './queries';

type Arm = Schemas['ArmOut'];

/** What both releases were asked until now, over all servers. */
export function Arms({ trial: { control, candidate } }: { trial: Trial }) {
  const { t } = useTranslation('releases');
  const release = ({ made_of }: Arm) =>
    made_of.release ? t('release', { version: made_of.release }) : t('trial.noRelease');
  const milliseconds = ({ latency_ms }: Arm) =>
    latency_ms === null ? '–' : `${number(latency_ms, { maximumFractionDigits: 0 })} ms`;
  const rows: [string, (arm: Arm) => string][] = [
    [t('trial.counts.users'), (arm) => number(arm.users)],
    [t('trial.counts.questions'), (arm) => number(arm.questions)],
    [t('trial.counts.errors'), (arm) => number(arm.errors)],
    [t('trial.counts.refusals'), (arm) => number(arm.refusals)],
    [t('trial.counts.time'), milliseconds],
    [t('trial.counts.cost'), (arm) => number(arm.cost, { maximumSignificantDigits: 3 })],
  ];
  return (
    <section aria-label={t('trial.counted')}>
      <Title order={3} size="h4" mb="xs">
        {t('trial.counted')}
      </Title>
      <Table verticalSpacing={6} tabularNums maw={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('figure')}</Table.Th>
            <Table.Th ta="end">{`${release(control)} (${t('trial.control')})`}</Table.Th>
            <Table.Th ta="end">{`${release(candidate)} (${t('trial.candidate')})`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, of]) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="end">{of(control)}</Table.Td>
              <Table.Td ta="end">{of(candidate)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
