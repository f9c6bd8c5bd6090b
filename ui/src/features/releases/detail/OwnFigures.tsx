import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { figured, ordered, useNames } from '../comparison/figures';
import { releaseQuery } from '../queries';

/** Slices that hold every question between them. */
const WHOLE = ['all', 'unanswerable'];

/** What a release was measured at, where there is no other to hold it against. */
export function OwnFigures({ version }: { version: number }) {
  const { t } = useTranslation('releases');
  const names = useNames();
  const { data } = useQuery(releaseQuery(version));
  const rows = ordered(
    Object.entries(data?.figures ?? {}).flatMap(([name, value]) => {
      const [place = '', figure = ''] = name.split('/');
      return WHOLE.includes(place) && value !== 0 ? [{ place, figure: figure.replace('_at_', '@'), value }] : [];
    }),
  );
  if (!rows.length) return null;
  return (
    <>
      <Text size="sm">{t('alone')}</Text>
      <Table verticalSpacing={6} tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('figure')}</Table.Th>
            <Table.Th ta="end">{t('measured')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ place, figure, value }) => (
            <Table.Tr key={`${place}/${figure}`}>
              <Table.Td>
                {names.figure(figure)}
                {place !== 'all' && ` · ${names.place(place)}`}
              </Table.Td>
              <Table.Td ta="end">{figured(figure, value)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
