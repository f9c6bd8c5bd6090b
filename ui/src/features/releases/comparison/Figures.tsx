import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Difference } from '../queries';
import classes from './Figures.module.css';
import { figured, useNames } from './figures';
import { VerdictSign } from './VerdictSign';

interface FiguresProps {
  differences: Difference[];
  /** Versions. */
  first: number;
  second: number;
  /** Rows are slices of one figure. */
  sliced?: boolean;
}

const SIGNED = { signDisplay: 'exceptZero' } as const;

/** Figures of two releases over the same questions, with the interval of what changed. */
export function Figures({ differences, first, second, sliced }: FiguresProps) {
  const { t } = useTranslation('releases');
  const names = useNames();
  const named = ({ place, figure }: Difference) => {
    if (sliced) return names.place(place);
    return place === 'all' ? names.figure(figure) : `${names.figure(figure)} · ${names.place(place)}`;
  };
  return (
    <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={6} tabularNums className={classes.figures}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t(sliced ? 'slice' : 'figure')}</Table.Th>
            <Table.Th ta="end">{t('release', { version: first })}</Table.Th>
            <Table.Th ta="end">{t('release', { version: second })}</Table.Th>
            <Table.Th ta="end">{t('change')}</Table.Th>
            <Table.Th ta="end">{t('interval')}</Table.Th>
            <Table.Th>{t('verdict.title')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map((each) => (
            <Table.Tr key={`${each.place}/${each.figure}`}>
              <Table.Td>
                {named(each)} {t('asked', { count: each.n })}
              </Table.Td>
              <Table.Td ta="end">{figured(each.figure, each.first)}</Table.Td>
              <Table.Td ta="end">{figured(each.figure, each.second)}</Table.Td>
              <Table.Td ta="end">{figured(each.figure, each.second - each.first, SIGNED)}</Table.Td>
              <Table.Td ta="end">
                {t('fromTo', {
                  low: figured(each.figure, each.low, SIGNED),
                  high: figured(each.figure, each.high, SIGNED),
                })}
              </Table.Td>
              <Table.Td>
                <VerdictSign verdict={each.verdict} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
