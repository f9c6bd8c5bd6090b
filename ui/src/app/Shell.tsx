import { AppShell, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconBooks, IconChecklist, IconHistory, IconMessageQuestion, IconSettings } from '@tabler/icons-react';
import { Link, Outlet, useNavigate, useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { atLeast } from '@/components/roles';
import { OfflineBanner } from './OfflineBanner';
import classes from './Shell.module.css';
import { ShortcutsHelp } from './ShortcutsHelp';
import { SignedOutGuard } from './SignedOutGuard';
import { UserMenu } from './UserMenu';

/** What stands around every page behind the sign-in. */
export function Shell() {
  const { t } = useTranslation();
  const { me } = useRouteContext({ from: '/inside' });
  const [open, { toggle, close }] = useDisclosure(false);
  const navigate = useNavigate();
  useHotkeys([
    ['alt+A', () => void navigate({ to: '/ask' })],
    ['alt+H', () => void navigate({ to: '/history' })],
    ['alt+M', () => void navigate({ to: '/documents' })],
  ]);
  const links = [
    { to: '/ask', label: t('nav.ask'), icon: IconMessageQuestion, role: 'technician' },
    { to: '/history', label: t('nav.history'), icon: IconHistory, role: 'technician' },
    { to: '/documents', label: t('nav.documents'), icon: IconBooks, role: 'technician' },
    { to: '/review', label: t('nav.review'), icon: IconChecklist, role: 'expert' },
    { to: '/admin/users', label: t('nav.admin'), icon: IconSettings, role: 'admin' },
  ] as const;
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 212, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding="md"
      className={classes.shell}
    >
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('nav.label')}
              aria-expanded={open}
            />
            <Link to="/ask" className={classes.brand}>
              <img src="/icon.svg" alt="" width={26} height={26} />
              <Text fw={700} size="lg" visibleFrom="xs">
                Paillasse
              </Text>
            </Link>
          </Group>
          <UserMenu me={me} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('nav.label')}>
        <ScrollArea>
          {links
            .filter(({ role }) => atLeast(me.role, role))
            .map(({ to, label, icon: Icon }) => (
              <NavLink
                key={to}
                component={Link}
                to={to}
                label={label}
                leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
                onClick={close}
                className={classes.link}
              />
            ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <OfflineBanner />
        <Outlet />
      </AppShell.Main>
      <ShortcutsHelp />
      <SignedOutGuard />
    </AppShell>
  );
}
