import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { ROLES } from '@/components/roles';
import { useUserChange } from './useUserChange';

export function RoleDialog({ user, onClose }: { user: Schemas['UserOut']; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'account', 'common']);
  const [role, setRole] = useState(user.role);
  const change = useUserChange(user, onClose);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('users.roleOf', { name: user.username })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        {change.isError && <ErrorPanel error={change.error} />}
        <Radio.Group
          aria-label={t('users.role')}
          value={role}
          onChange={(value) => setRole(value as Schemas['Role'])}
          description={t('users.roleHolds')}
        >
          <Stack mt="sm" gap="sm">
            {ROLES.map((each) => (
              <Radio
                key={each}
                value={each}
                label={t(`account:roles.${each}`)}
                description={t(`account:roleMeans.${each}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button disabled={role === user.role} loading={change.isPending} onClick={() => change.mutate({ role })}>
            {t('users.changeRole')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
