import { Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { LinkAnchor } from '@/components/page/LinkAnchor';
import { moment, number } from '@/i18n/formats';
import { setsQuery } from './queries';

/** The questions that releases were measured with, version by version. */
export function GoldenSets() {
  const { t } = useTranslation('releases');
  const { data, error, refetch } = useQuery(setsQuery);
  const counted = (...counts: number[]) => counts.map((count) => number(count)).join(' / ');
  return (
    <section aria-label={t('sets.title')}>
      <Title order={2} size="h3" mb={4}>
        {t('sets.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs" maw={720}>
        {t('sets.text')}{' '}
        <LinkAnchor to="/review" search={{ state: 'golden' }} size="sm" underline="always">
          {t('sets.edit')}
        </LinkAnchor>
      </Text>
      {error && !data && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton h={160} />}
      {data?.length === 0 && <Text size="sm">{t('sets.none')}</Text>}
      {data && data.length > 0 && (
        <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table verticalSpacing={6} tabularNums>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('sets.name')}</Table.Th>
                <Table.Th ta="end">{t('sets.version')}</Table.Th>
                <Table.Th ta="end">{t('sets.cases')}</Table.Th>
                <Table.Th ta="end">{t('sets.changes')}</Table.Th>
                <Table.Th>{t('sets.kept')}</Table.Th>
                <Table.Th>{t('sets.note')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((each) => (
                <Table.Tr key={`${each.name} ${each.number}`}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    {each.name === 'reviewed' ? t('sets.reviewed') : each.name}
                  </Table.Td>
                  <Table.Td ta="end">{each.number}</Table.Td>
                  <Table.Td ta="end">{number(each.cases)}</Table.Td>
                  <Table.Td ta="end">{counted(each.added, each.changed, each.removed)}</Table.Td>
                  <Table.Td>{[moment(each.at), each.by].filter(Boolean).join(' · ')}</Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{each.note}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
