import { Alert, List, Skeleton } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { releaseQuery } from '../queries';

/** What the gates said last; nothing where they were never asked. */
export function GateResult({ version }: { version: number }) {
  const { t } = useTranslation('releases');
  const { data, error, refetch } = useQuery(releaseQuery(version));
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={48} />;
  if (!data.failures) return null;
  if (!data.failures.length)
    return <Alert variant="light" color="bench" icon={<IconCircleCheck />} title={t('gate.allPassed')} py="xs" />;
  return (
    <Alert variant="light" color="red" icon={<IconCircleX />} title={t('gate.failures')}>
      <Failures failures={data.failures} />
    </Alert>
  );
}

/** What did not pass, as the gates word it. */
export function Failures({ failures }: { failures: string[] }) {
  return (
    <List size="sm" spacing={4} style={{ overflowWrap: 'anywhere' }}>
      {failures.map((failure) => (
        <List.Item key={failure}>{failure}</List.Item>
      ))}
    </List>
  );
}
