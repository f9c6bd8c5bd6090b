import { SegmentedControl } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/EmptyState';
import { Page } from '@/components/Page';
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
    <Page
      title={t('title')}
      wide
      actions={
        <SegmentedControl
          aria-label={t('list')}
          value={list}
          onChange={(value) => void navigate({ to: '/review', search: { state: value } })}
          data={LISTS.map((value) => ({ value, label: t(`lists.${value}`) }))}
        />
      }
    >
      {list === 'golden' ? (
        <GoldenCases />
      ) : (
        <Queue
          state={list}
          chosen={exchange}
          onChoose={(id) => void navigate({ to: '/review', search: { state: list, exchange: id }, replace: true })}
        />
      )}
    </Page>
  );
}
