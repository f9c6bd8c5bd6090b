import { Badge, Button, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { date, moment } from '@/i18n/formats';

type Key = Schemas['Key'];

function stateOf(key: Key): 'good' | 'expired' | 'revoked' {
  if (key.revoked_at) return 'revoked';
  return new Date(key.expires_at) < new Date() ? 'expired' : 'good';
}

export function KeyTable({ keys, onRevoke }: { keys: Key[]; onRevoke: (key: Key) => void }) {
  const { t } = useTranslation('account');
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('keys.name')}</Table.Th>
            <Table.Th>{t('keys.state')}</Table.Th>
            <Table.Th>{t('keys.role')}</Table.Th>
            <Table.Th>{t('keys.collections')}</Table.Th>
            <Table.Th>{t('keys.expires')}</Table.Th>
            <Table.Th>{t('keys.used')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <KeyRow key={key.id} of={key} onRevoke={() => onRevoke(key)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function KeyRow({ of: key, onRevoke }: { of: Key; onRevoke: () => void }) {
  const { t } = useTranslation('account');
  const state = stateOf(key);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {key.name}
        </Text>
        <Text size="xs" c="dimmed" ff="monospace">
          {key.id}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={state === 'good' ? 'bench' : 'gray'} tt="none" miw="max-content">
          {t(`keys.${state}`)}
        </Badge>
      </Table.Td>
      <Table.Td>{t(`roles.${key.role}`)}</Table.Td>
      <Table.Td>{key.collections.join(', ')}</Table.Td>
      <Table.Td>{date(key.expires_at)}</Table.Td>
      <Table.Td>{key.last_used_at ? moment(key.last_used_at) : t('keys.never')}</Table.Td>
      <Table.Td ta="end">
        {state === 'good' && (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={t('keys.revokeNamed', { name: key.name })}
            onClick={onRevoke}
          >
            {t('keys.revoke')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
