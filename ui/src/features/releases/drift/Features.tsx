import { Group, Table } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { number } from '@/i18n/formats';
import { featureName, valued } from './features';
import type { Feature } from './queries';

const PERCENT = { style: 'percent', maximumFractionDigits: 0 } as const;

/** What was looked at, as it was and as it is: those that moved most come first. */
export function Features({ features }: { features: Feature[] }) {
  const { t } = useTranslation('releases');
  const ordered = [...features].sort((a, b) => b.severity - a.severity);
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={6} tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('drift.feature')}</Table.Th>
            <Table.Th ta="end">{t('drift.before')}</Table.Th>
            <Table.Th ta="end">{t('drift.now')}</Table.Th>
            <Table.Th ta="end">{t('drift.distance')}</Table.Th>
            <Table.Th>{t('verdict.title')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ordered.map((each) => (
            <Table.Tr key={each.name}>
              <Table.Td>{featureName(t, each)}</Table.Td>
              <Table.Td ta="end">{valued(each, each.reference)}</Table.Td>
              <Table.Td ta="end">{valued(each, each.current)}</Table.Td>
              <Table.Td ta="end">
                {t('drift.ofLeast', {
                  distance: number(each.distance, PERCENT),
                  least: number(each.least_distance, PERCENT),
                })}
              </Table.Td>
              <Table.Td>
                <Group component="span" gap={4} wrap="nowrap" fw={each.drifted ? 600 : undefined}>
                  {each.drifted ? <IconAlertTriangle size={18} aria-hidden /> : <IconCheck size={18} aria-hidden />}
                  {t(each.drifted ? 'drift.moved' : 'drift.still')}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
