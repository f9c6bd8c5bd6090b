import { Alert, Button } from '@mantine/core';
import { IconRefreshAlert } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/problem';
import { ErrorPanel } from '@/components/page/ErrorPanel';

/** Why the decision was not taken. Where the author changed his mind meanwhile, what he says now can be read. */
export function VerdictError({ error, onRead }: { error: unknown; onRead: () => void }) {
  const { t } = useTranslation('review');
  const queries = useQueryClient();
  if (!(error instanceof ApiError && error.code === 'feedback_changed')) return <ErrorPanel error={error} />;
  const read = async () => {
    await queries.invalidateQueries({ queryKey: ['feedback-queue'] });
    onRead();
  };
  return (
    <Alert role="alert" color="yellow" icon={<IconRefreshAlert />} title={t('changed.title')}>
      <p>{t('changed.text')}</p>
      <Button size="xs" variant="default" onClick={() => void read()}>
        {t('changed.read')}
      </Button>
    </Alert>
  );
}
