import { AppShell, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Link, Outlet, useNavigate, useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { atLeast } from '@/components/roles';
import { BottomBar } from './navigation/BottomBar';
import { placesFor } from './navigation/navigation';
import { ShortcutsHelp } from './navigation/ShortcutsHelp';
import { UserMenu } from './navigation/UserMenu';
import { OfflineBanner } from './notices/OfflineBanner';
import { Uploading } from './notices/Uploading';
import classes from './Shell.module.css';
import { SignedOutGuard } from './SignedOutGuard';

/** What stands around every page behind the sign-in. */
export function Shell() {
  const { t } = useTranslation();
  const { me } = useRouteContext({ from: '/inside' });
  const [help, { toggle }] = useDisclosure(false);
  const navigate = useNavigate();
  useHotkeys([
    ['alt+A', () => void navigate({ to: '/ask' })],
    ['alt+H', () => void navigate({ to: '/history' })],
    ['alt+M', () => void navigate({ to: '/documents' })],
  ]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 212, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 'calc(56px + env(safe-area-inset-bottom))', sm: 0 } }}
      padding="md"
      className={classes.shell}
    >
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Link to="/ask" className={classes.brand}>
            <img src="/icon.svg" alt="" width={28} height={28} />
            <Text fw={700} size="lg">
              Paillasse
            </Text>
          </Link>
          <UserMenu me={me} onShortcuts={toggle} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar visibleFrom="sm" p="xs" aria-label={t('nav.label')}>
        <ScrollArea>
          {placesFor(me.role).map(({ to, name, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(`nav.${name}`)}
              leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
              className={classes.link}
            />
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <OfflineBanner />
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm">
        <BottomBar role={me.role} />
      </AppShell.Footer>
      {atLeast(me.role, 'expert') && <Uploading />}
      <ShortcutsHelp opened={help} onToggle={toggle} />
      <SignedOutGuard me={me} />
    </AppShell>
  );
}
