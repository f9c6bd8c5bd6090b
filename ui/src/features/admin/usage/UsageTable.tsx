import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { money, number } from '@/i18n/formats';

export function UsageTable(props: {
  by: Schemas['UsageBy'];
  totals: Schemas['UsageTotalOut'][];
  named: (key: string) => string;
}) {
  const { t } = useTranslation('admin');
  return (
    <Table.ScrollContainer minWidth={620} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={6} striped tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t(`usage.bys.${props.by}`)}</Table.Th>
            <Table.Th ta="end">{t('usage.measures.questions')}</Table.Th>
            <Table.Th ta="end">{t('usage.input')}</Table.Th>
            <Table.Th ta="end">{t('usage.output')}</Table.Th>
            <Table.Th ta="end">{t('usage.measures.cost')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.totals.map(({ key, questions, costs }) => (
            <Table.Tr key={`${key} ${costs.currency}`}>
              <Table.Td>{props.named(key)}</Table.Td>
              <Table.Td ta="end">{number(questions)}</Table.Td>
              <Table.Td ta="end">{number(costs.input_tokens)}</Table.Td>
              <Table.Td ta="end">{number(costs.output_tokens)}</Table.Td>
              <Table.Td ta="end">
                {costs.currency ? money(costs.cost, costs.currency) : t('usage.noModel')}
                {costs.unpriced > 0 && ` (${t('usage.unpriced', { count: costs.unpriced })})`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
