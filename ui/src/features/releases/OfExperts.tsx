import { Tabs } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useNavigate, useRouteContext } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { Page } from '@/components/page/Page';
import { atLeast } from '@/components/roles';

const TABS = {
  releases: '/releases',
  trial: '/releases/trial',
  drift: '/releases/drift',
  models: '/releases/models',
} as const;
type Tab = keyof typeof TABS;

/** The pages about what answers: how it was measured, what is tried beside it, and whether its questions change. */
export function OfExperts({ tab, children }: { tab: Tab; children: ReactNode }) {
  const { t } = useTranslation('releases');
  const { me } = useRouteContext({ from: '/inside' });
  const navigate = useNavigate();
  if (!atLeast(me.role, 'expert'))
    return <EmptyState icon={<IconLock />} title={t('closed.title')} text={t('closed.text')} />;
  return (
    <Page title={t(`tabs.${tab}`)} wide>
      <Tabs value={tab} onChange={(to) => to && void navigate({ to: TABS[to as Tab] })} keepMounted={false}>
        <Tabs.List mb="md" aria-label={t('title')}>
          {(Object.keys(TABS) as Tab[]).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>{children}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}
