import { Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { VerdictSign } from '../comparison/VerdictSign';
import type { Trial } from './queries';
import { bound, read, wordOf } from './tested';

/** What can be said of the candidate until now, user by user: mostly that there is not enough to say it. */
export function Test({ trial: { figures } }: { trial: Trial }) {
  const { t } = useTranslation('releases');
  return (
    <section aria-label={t('trial.test')}>
      <Title order={3} size="h4" mb={4}>
        {t('trial.test')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs" maw={720}>
        {t('trial.testText')}
      </Text>
      <Table.ScrollContainer minWidth={620} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={6} tabularNums>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('figure')}</Table.Th>
              <Table.Th ta="end">{t('trial.control')}</Table.Th>
              <Table.Th ta="end">{t('trial.candidate')}</Table.Th>
              <Table.Th ta="end">{t('trial.interval')}</Table.Th>
              <Table.Th>{t('verdict.title')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {figures.map((each) => {
              const word = wordOf(each.figure);
              const known = each.low !== null && each.high !== null;
              return (
                <Table.Tr key={each.figure}>
                  <Table.Td>{word ? t(`trial.figures.${word}`) : each.figure}</Table.Td>
                  <Table.Td ta="end">{read(each, each.control)}</Table.Td>
                  <Table.Td ta="end">{read(each, each.candidate)}</Table.Td>
                  <Table.Td ta="end">
                    {known ? t('fromTo', { low: bound(each, each.low ?? 0), high: bound(each, each.high ?? 0) }) : '–'}
                  </Table.Td>
                  <Table.Td>
                    {each.verdict === 'better' || each.verdict === 'worse' ? (
                      <VerdictSign verdict={each.verdict} />
                    ) : (
                      t(each.verdict === 'alike' ? 'trial.alike' : 'trial.unknown')
                    )}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
