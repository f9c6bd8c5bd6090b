import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconKey, IconUserCheck, IconUserCog, IconUserOff, IconUserX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

/** What may be done to a user. */
export type Doing = 'role' | 'standing' | 'password' | 'removal';

/** What can be done with an account. */
export function UserActions(props: { user: Schemas['UserOut']; onChoose: (doing: Doing) => void }) {
  const { t } = useTranslation('admin');
  const { username, suspended } = props.user;
  const Standing = suspended ? IconUserCheck : IconUserOff;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('users.actions', { name: username })}>
          <IconDots />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserCog size={18} aria-hidden />} onClick={() => props.onChoose('role')}>
          {t('users.changeRole')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKey size={18} aria-hidden />} onClick={() => props.onChoose('password')}>
          {t('users.resetPassword')}
        </Menu.Item>
        <Menu.Item leftSection={<Standing size={18} aria-hidden />} onClick={() => props.onChoose('standing')}>
          {t(suspended ? 'users.restore' : 'users.suspend')}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconUserX size={18} aria-hidden />}
          onClick={() => props.onChoose('removal')}
        >
          {t('users.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
