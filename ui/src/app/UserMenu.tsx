import { ActionIcon, Menu, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, type Schemas } from '@/api/client';
import { session } from '@/api/session';
import { LANGUAGES, type Language, speak } from '@/i18n';

/** Who is signed in, the language, the theme, and the way out. */
export function UserMenu({ me }: { me: Schemas['Me'] }) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queries = useQueryClient();
  const signOut = async () => {
    await api.POST('/api/v1/auth/sign-out', { body: { refresh_token: '' } }).catch(() => undefined); // signed out here all the same
    session.forget();
    queries.clear();
  };
  return (
    <Menu position="bottom-end" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={`${t('nav.account')}: ${me.username}`}>
          <IconUserCircle />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account" closeMenuOnClick>
          {me.username} · {t('nav.account')}
        </Menu.Item>
        <Menu.Divider />
        <Stack px="sm" py="xs" gap="xs">
          <Text size="xs" c="dimmed">
            {t('language')}
          </Text>
          <SegmentedControl
            aria-label={t('language')}
            size="xs"
            value={i18n.language}
            onChange={(value) => speak(value as Language)}
            data={LANGUAGES.map((value) => ({ value, label: value === 'fr' ? 'Français' : 'English' }))}
          />
          <Text size="xs" c="dimmed">
            {t('theme.label')}
          </Text>
          <SegmentedControl
            aria-label={t('theme.label')}
            size="xs"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
            data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
          />
        </Stack>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()} closeMenuOnClick>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
