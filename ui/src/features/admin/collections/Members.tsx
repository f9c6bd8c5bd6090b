import { Button, Group, Select, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { membersQuery, usersQuery } from '../queries';

const MEMBER = '/api/v1/admin/collections/{name}/members/{user_id}';

/** Who reads a collection, one more, and one less. */
export function Members({ collection }: { collection: string }) {
  const { t } = useTranslation(['admin', 'account']);
  const members = useQuery(membersQuery(collection));
  const users = useQuery(usersQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: ({ id, joins }: { id: string; joins: boolean }) => {
      const params = { path: { name: collection, user_id: id } };
      return given(joins ? api.PUT(MEMBER, { params }) : api.DELETE(MEMBER, { params }));
    },
    onSuccess: () => {
      setChosen(null);
      return queries.invalidateQueries(membersQuery(collection));
    },
  });
  if (members.isPending) return <Skeleton h={120} />;
  if (members.isError) return <ErrorPanel error={members.error} onRetry={() => void members.refetch()} />;
  const inside = new Set(members.data.map(({ id }) => id));
  const others = users.data?.filter(({ id }) => !inside.has(id)) ?? [];
  return (
    <Stack>
      {users.isError && <ErrorPanel error={users.error} onRetry={() => void users.refetch()} />}
      {change.isError && <ErrorPanel error={change.error} />}
      {members.data.length === 0 && <Text size="sm">{t('collections.nobody')}</Text>}
      <Table>
        <Table.Tbody>
          {members.data.map(({ id, username, role }) => (
            <Table.Tr key={id}>
              <Table.Td>{username}</Table.Td>
              <Table.Td c="dimmed">{t(`account:roles.${role}`)}</Table.Td>
              <Table.Td ta="end">
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={t('collections.removeNamed', { name: username })}
                  onClick={() => change.mutate({ id, joins: false })}
                >
                  {t('collections.remove')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group align="end">
        <Select
          label={t('collections.add')}
          placeholder={users.data && !others.length ? t('collections.allIn') : undefined}
          data={others.map(({ id, username }) => ({ value: id, label: username }))}
          value={chosen}
          onChange={setChosen}
          disabled={!others.length}
          searchable
        />
        <Button
          variant="default"
          disabled={!chosen}
          loading={change.isPending}
          onClick={() => chosen && change.mutate({ id: chosen, joins: true })}
        >
          {t('collections.doAdd')}
        </Button>
      </Group>
    </Stack>
  );
}
