import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { figuresOf } from './figures';
import type { TrainedModel } from './queries';

/** What was measured of a model, on machines that it had not learnt from. */
export function ModelFigures({ model }: { model: TrainedModel }) {
  const { t } = useTranslation('releases');
  const figures = figuresOf(model);
  if (!figures.length) return null;
  return (
    <Table verticalSpacing={4} tabularNums maw={640}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('figure')}</Table.Th>
          <Table.Th ta="end">{t('measured')}</Table.Th>
          <Table.Th ta="end">{t('interval')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {figures.map(({ word, value, bounds }) => (
          <Table.Tr key={word}>
            <Table.Td>{t(`models.figures.${word}`)}</Table.Td>
            <Table.Td ta="end">{value}</Table.Td>
            <Table.Td ta="end">{bounds ? t('fromTo', bounds) : '–'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
