import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { number } from '@/i18n/formats';
import { named } from './named';
import { type Hit, lanesOf } from './trace';

/** What each lane found, and how well it thought of it. */
export function Lanes({ hits }: { hits: Hit[] }) {
  const { t } = useTranslation('ask');
  if (!hits.length) return <Text size="sm">{t('why.none')}</Text>;
  const lanes = lanesOf(hits);
  const score = (value?: number) =>
    value === undefined ? '–' : number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table striped fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('why.passage')}</Table.Th>
            {lanes.map((lane) => (
              <Table.Th key={lane} ta="right">
                {named('lanes', lane)}
              </Table.Th>
            ))}
            <Table.Th ta="right">{t('why.score')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {hits.map((hit) => (
            <Table.Tr key={hit.chunk}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                {hit.heading || hit.file}
                <Text size="xs" c="dimmed">
                  {hit.file}, {t('why.page', { page: hit.pages?.join(', ') })}
                </Text>
                {hit.text && (
                  <Text size="xs" lineClamp={3}>
                    {hit.text}
                  </Text>
                )}
              </Table.Td>
              {lanes.map((lane) => (
                <Table.Td key={lane} ta="right">
                  {score(hit.lanes?.[lane])}
                </Table.Td>
              ))}
              <Table.Td ta="right">{score(hit.score)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
