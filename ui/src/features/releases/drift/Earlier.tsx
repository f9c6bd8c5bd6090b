import { Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moment, share } from '@/i18n/formats';
import type { DriftReport } from './queries';
import { StateBadge } from './StateBadge';

/** The checks before the latest. */
export function Earlier({ reports }: { reports: DriftReport[] }) {
  const { t } = useTranslation('releases');
  return (
    <section aria-label={t('drift.earlier')}>
      <Title order={2} size="h4" mb="xs">
        {t('drift.earlier')}
      </Title>
      <Table verticalSpacing={6} tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('drift.when')}</Table.Th>
            <Table.Th>{t('drift.result')}</Table.Th>
            <Table.Th ta="end">{t('drift.share')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reports.map((report) => (
            <Table.Tr key={report.id}>
              <Table.Td>{moment(report.checked_at)}</Table.Td>
              <Table.Td>
                <StateBadge state={report.state} />
              </Table.Td>
              <Table.Td ta="end">{report.features.length ? share(report.share) : '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
