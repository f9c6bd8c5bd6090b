import { Alert, Button, Group, Text } from '@mantine/core';
import { IconBook2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { manualQuery } from '@/features/documents/queries';

/** That a question is put to one manual alone, and the way back to all of them. */
export function OneManual({ documentId, onAll }: { documentId: string; onAll(): void }) {
  const { t } = useTranslation('ask');
  const { data, error } = useQuery(manualQuery(documentId));
  if (error) return <ErrorPanel error={error} onRetry={onAll} />;
  return (
    <Alert variant="default" role="status" icon={<IconBook2 />} py="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('oneManual', { title: data?.manual.metadata.title ?? '…' })}
        </Text>
        <Button size="compact-sm" variant="default" onClick={onAll}>
          {t('everyManual')}
        </Button>
      </Group>
    </Alert>
  );
}
