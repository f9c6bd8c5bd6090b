import { Box, Button, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { ApiError } from '@/api/problem';
import { session } from '@/api/session';
import { Preferences } from '@/components/choices/Preferences';
import { sentence } from '@/components/page/ErrorPanel';

/** Who is signed in, the language, the theme, the keys, and the way out. */
export function UserMenu({ me, onShortcuts }: { me: Schemas['Me']; onShortcuts: () => void }) {
  const { t } = useTranslation();
  const signOut = async () => {
    try {
      await given(api.POST('/api/v1/auth/sign-out', { body: { refresh_token: '' } }));
    } catch (error) {
      // A session that the server still keeps is not over: at a bench that several people share, that must be said.
      if (!(error instanceof ApiError && error.status === 401)) {
        notifications.show({ color: 'red', title: t('signOutFailed'), message: sentence(error) });
        return;
      }
    }
    session.forget();
  };
  return (
    <Menu position="bottom-end" width={280} closeOnItemClick={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          px="xs"
          leftSection={<IconUserCircle size={22} stroke={1.6} aria-hidden />}
          aria-label={`${t('nav.account')}: ${me.username}`}
        >
          <Text span size="sm" truncate maw={{ base: 90, sm: 200 }}>
            {me.username}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to="/account"
          closeMenuOnClick
          leftSection={<IconUserCircle size={18} stroke={1.6} aria-hidden />}
        >
          {t('nav.account')}
        </Menu.Item>
        <Menu.Item
          closeMenuOnClick
          onClick={onShortcuts}
          leftSection={<IconKeyboard size={18} stroke={1.6} aria-hidden />}
        >
          {t('shortcuts.title')}
        </Menu.Item>
        <Menu.Divider />
        <Box px="sm" py="xs">
          <Preferences />
        </Box>
        <Menu.Divider />
        <Menu.Item
          closeMenuOnClick
          onClick={() => void signOut()}
          leftSection={<IconLogout size={18} stroke={1.6} aria-hidden />}
        >
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
