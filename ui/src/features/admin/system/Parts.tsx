import { Alert, Skeleton, Table } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/ErrorPanel';
import { readinessQuery } from './query';
import { StateBadge } from './StateBadge';

/** Whether questions can be answered, and which part is down if not. */
export function Parts() {
  const { t } = useTranslation('admin');
  const ready = useQuery(readinessQuery);
  if (ready.isPending) return <Skeleton h={180} />;
  if (ready.isError) return <ErrorPanel error={ready.error} onRetry={() => void ready.refetch()} />;
  const named = (part: string) =>
    i18next.exists(`admin:system.parts.${part}`) ? t(`system.parts.${part}` as 'system.parts.database') : part;
  return (
    <>
      <Alert
        role="status"
        color={ready.data.ready ? 'teal' : 'red'}
        icon={ready.data.ready ? <IconCircleCheck /> : <IconAlertTriangle />}
        title={t(ready.data.ready ? 'system.ready' : 'system.notReady')}
      />
      <Table verticalSpacing="xs" maw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('system.part')}</Table.Th>
            <Table.Th>{t('system.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.entries(ready.data.parts).map(([part, works]) => (
            <Table.Tr key={part}>
              <Table.Td>{named(part)}</Table.Td>
              <Table.Td>
                <StateBadge good={works}>{t(works ? 'system.works' : 'system.down')}</StateBadge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
