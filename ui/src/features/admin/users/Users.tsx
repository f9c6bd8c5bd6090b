import { Button, Group, Skeleton, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { usersQuery } from '../queries';
import { NewUserDialog } from './NewUserDialog';
import { UserTable } from './UserTable';

/** Everybody with an account. */
export function Users() {
  const { t } = useTranslation('admin');
  const [wanted, setWanted] = useState('');
  const [making, dialog] = useDisclosure(false);
  const users = useQuery(usersQuery);
  const found = users.data?.filter(({ username, email }) =>
    `${username} ${email}`.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()),
  );
  return (
    <>
      <Group justify="space-between" mb="md">
        <TextInput
          type="search"
          miw={{ base: '100%', sm: 280 }}
          aria-label={t('users.search')}
          placeholder={t('users.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
          {t('users.make')}
        </Button>
      </Group>
      {users.isPending && <Skeleton h={240} />}
      {users.isError && <ErrorPanel error={users.error} onRetry={() => void users.refetch()} />}
      {found && (
        <>
          <Text role="status" size="sm" c="dimmed">
            {t('users.count', { count: found.length })}
          </Text>
          {found.length > 0 && <UserTable users={found} />}
        </>
      )}
      <NewUserDialog opened={making} onClose={dialog.close} />
    </>
  );
}
