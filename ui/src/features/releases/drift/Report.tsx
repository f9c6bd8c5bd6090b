import { Alert, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { date, moment, number } from '@/i18n/formats';
import { Features } from './Features';
import { FollowUps } from './FollowUps';
import { Parts } from './Parts';
import type { DriftReport } from './queries';

const SIGNS = {
  stable: { icon: IconCircleCheck, color: 'bench' },
  drifted: { icon: IconAlertTriangle, color: 'orange' },
  no_reference: { icon: IconInfoCircle, color: 'gray' },
  too_few: { icon: IconInfoCircle, color: 'gray' },
} as const;

/** One check: what was compared with what, and what has moved. */
export function Report({ report }: { report: DriftReport }) {
  const { t } = useTranslation('releases');
  const { icon: Sign, color } = SIGNS[report.state];
  const window = (at: Schemas['WindowOut']) =>
    t('drift.window', {
      count: at.questions,
      questions: number(at.questions),
      since: date(at.since),
      until: date(at.until),
    });
  return (
    <Stack component="article" aria-label={t('drift.latest')}>
      <Title order={2} size="h4">
        {t('drift.checked', { at: moment(report.checked_at) })}
      </Title>
      <Alert variant="light" color={color} icon={<Sign />} title={t(`drift.state.${report.state}`)}>
        {t(`drift.means.${report.state}`)}
      </Alert>
      {report.current && report.reference && (
        <Text size="sm">
          {t('drift.compared', { current: window(report.current), reference: window(report.reference) })}
        </Text>
      )}
      {report.release && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t('drift.answers', { release: report.release })}
        </Text>
      )}
      {report.features.length > 0 && <Features features={report.features} />}
      {report.features.some(({ parts }) => parts.length > 0) && <Parts features={report.features} />}
      <FollowUps report={report} />
    </Stack>
  );
}
