import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { moment } from '@/i18n/formats';
import { useOutcome } from './useOutcome';

export function AuditTable(props: { entries: Schemas['AuditOut'][]; names: Map<string, string> }) {
  const { t } = useTranslation('admin');
  const outcome = useOutcome();
  const who = (id: string) => {
    if (!id) return t('audit.nobody');
    if (id === 'command-line') return t('audit.commandLine');
    if (id === 'rollout' || id === 'drift') return t('audit.itself');
    return props.names.get(id) ?? id;
  };
  // A membership is `collection/user`.
  const what = (target: string) => target.split('/').map((part) => props.names.get(part) ?? part);
  return (
    <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={6} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('audit.at')}</Table.Th>
            <Table.Th>{t('audit.actor')}</Table.Th>
            <Table.Th>{t('audit.action')}</Table.Th>
            <Table.Th>{t('audit.target')}</Table.Th>
            <Table.Th>{t('audit.outcome')}</Table.Th>
            <Table.Th>{t('audit.network')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.entries.map((entry) => (
            <Table.Tr key={entry.number}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{moment(entry.at)}</Table.Td>
              <Table.Td>{who(entry.actor)}</Table.Td>
              <Table.Td>{t(`audit.actions.${entry.action}`)}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{what(entry.target).join(' / ')}</Table.Td>
              <Table.Td>{outcome(entry.outcome)}</Table.Td>
              <Table.Td>
                <Text span size="xs" ff="monospace">
                  {entry.network}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
