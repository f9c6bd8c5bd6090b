import { Badge, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { date } from '@/i18n/formats';
import { RemovalDialog } from './RemovalDialog';
import { ResetDialog } from './ResetDialog';
import { RoleDialog } from './RoleDialog';
import { StandingDialog } from './StandingDialog';
import { type Doing, UserActions } from './UserActions';

type User = Schemas['UserOut'];

export function UserTable({ users }: { users: User[] }) {
  const { t } = useTranslation(['admin', 'account']);
  const [at, setAt] = useState<{ user: User; doing: Doing } | null>(null);
  const close = () => setAt(null);
  return (
    <>
      <Table.ScrollContainer minWidth={680}>
        <Table verticalSpacing="xs" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('users.name')}</Table.Th>
              <Table.Th>{t('users.role')}</Table.Th>
              <Table.Th>{t('users.standing')}</Table.Th>
              <Table.Th>{t('users.since')}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {users.map((user) => (
              <Table.Tr key={user.id}>
                <Table.Td>
                  <Text size="sm" fw={600}>
                    {user.username}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {user.email}
                  </Text>
                </Table.Td>
                <Table.Td>{t(`account:roles.${user.role}`)}</Table.Td>
                <Table.Td>
                  <Badge variant="light" color={user.suspended ? 'red' : 'bench'} tt="none" miw="max-content">
                    {t(user.suspended ? 'users.suspended' : 'users.active')}
                  </Badge>
                </Table.Td>
                <Table.Td>{date(user.created_at)}</Table.Td>
                <Table.Td ta="end">
                  <UserActions user={user} onChoose={(doing) => setAt({ user, doing })} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {at?.doing === 'role' && <RoleDialog user={at.user} onClose={close} />}
      {at?.doing === 'standing' && <StandingDialog user={at.user} onClose={close} />}
      {at?.doing === 'password' && <ResetDialog user={at.user} onClose={close} />}
      {at?.doing === 'removal' && <RemovalDialog user={at.user} onClose={close} />}
    </>
  );
}
