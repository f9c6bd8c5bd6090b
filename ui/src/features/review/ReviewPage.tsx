import { Tabs } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import { Page } from '@/components/page/Page';
import { atLeast } from '@/components/roles';
import { GoldenCases } from './golden/GoldenCases';
import { Queue } from './queue/Queue';

const LISTS = ['open', 'accepted', 'rejected', 'golden'] as const;

/** What users say of answers, and the golden cases that came of it. */
export default function ReviewPage() {
  const { t } = useTranslation('review');
  const { me } = useRouteContext({ from: '/inside' });
  const { state, exchange } = useSearch({ from: '/inside/review' });
  const navigate = useNavigate();
  if (!atLeast(me.role, 'expert'))
    return <EmptyState icon={<IconLock />} title={t('closed.title')} text={t('closed.text')} />;
  const list = LISTS.find((each) => each === state) ?? 'open';
  return (
    <Page title={t('title')} wide>
      <Tabs
        value={list}
        onChange={(value) => value && void navigate({ to: '/review', search: { state: value } })}
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label={t('list')}>
          {LISTS.map((value) => (
            <Tabs.Tab key={value} value={value}>
              {t(`lists.${value}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={list}>
          {list === 'golden' ? (
            <GoldenCases />
          ) : (
            <Queue
              state={list}
              chosen={exchange}
              onChoose={(id) => void navigate({ to: '/review', search: { state: list, exchange: id }, replace: true })}
            />
          )}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
