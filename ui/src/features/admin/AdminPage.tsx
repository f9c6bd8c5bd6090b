import { Tabs } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useNavigate, useParams, useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { NotFoundPage } from '@/components/page/NotFoundPage';
import { Page } from '@/components/page/Page';
import { atLeast } from '@/components/roles';
import { Audit } from './audit/Audit';
import { Collections } from './collections/Collections';
import { System } from './system/System';
import { Usage } from './usage/Usage';
import { Users } from './users/Users';

const SECTIONS = { users: Users, collections: Collections, usage: Usage, audit: Audit, system: System };
type Section = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as Section[];

/** One address for each section, so that they can be linked to. */
export default function AdminPage() {
  const { t } = useTranslation('admin');
  const { me } = useRouteContext({ from: '/inside' });
  const { section } = useParams({ from: '/inside/admin/$section' });
  const navigate = useNavigate();
  if (!(section in SECTIONS)) return <NotFoundPage />;
  if (!atLeast(me.role, 'admin'))
    return <EmptyState icon={<IconLock />} title={t('closed.title')} text={t('closed.text')} />;
  const Shown = SECTIONS[section as Section];
  return (
    <Page title={t('title')}>
      <Tabs
        value={section}
        onChange={(name) => name && void navigate({ to: '/admin/$section', params: { section: name } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {NAMES.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`sections.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={section}>
          <Shown />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
