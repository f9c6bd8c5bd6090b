import { Alert, Skeleton, Table } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { duration } from '@/i18n/formats';
import { readinessQuery } from './query';
import { StateBadge } from './StateBadge';

/** Whether questions can be answered, and which part is down if not. */
export function Parts(props: { suspended: Record<string, number> }) {
  const { t } = useTranslation('admin');
  const ready = useQuery(readinessQuery);
  if (ready.isPending) return <Skeleton h={180} />;
  if (ready.isError) return <ErrorPanel error={ready.error} onRetry={() => void ready.refetch()} />;
  const named = (part: string) =>
    i18next.exists(`admin:system.parts.${part}`) ? t(`system.parts.${part}` as 'system.parts.database') : part;
  // What failed several times is left alone for a while before it is asked again.
  const rests = (part: string) => props.suspended[part] ?? 0;
  const stateOf = (part: string, works: boolean) => {
    if (rests(part) > 0) return t('system.suspended', { wait: duration(rests(part)) });
    return t(works ? 'system.works' : 'system.down');
  };
  const models = Object.keys(props.suspended).filter((name) => !(name in ready.data.parts));
  const parts = [...Object.entries(ready.data.parts), ...models.map((name) => [name, true] as const)];
  return (
    <>
      <Alert
        role="status"
        color={ready.data.ready ? 'bench' : 'red'}
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
          {parts.map(([part, works]) => (
            <Table.Tr key={part}>
              <Table.Td>{named(part)}</Table.Td>
              <Table.Td>
                <StateBadge good={works && !rests(part)}>{stateOf(part, works)}</StateBadge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
