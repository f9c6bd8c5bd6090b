import { Button, Drawer, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconZoomQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { exchangeQuery } from '@/api/queries';
import { ErrorPanel } from '@/components/page/ErrorPanel';

const WhyPanel = lazy(() => import('./WhyPanel'));

/** Opens how an answer came about. */
export function WhyButton({ exchangeId }: { exchangeId: string }) {
  const { t } = useTranslation(['ask', 'common']);
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconZoomQuestion size={18} aria-hidden />}
        aria-haspopup="dialog"
        onClick={open}
      >
        {t('why.title')}
      </Button>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        size="min(56rem, 100vw)"
        title={t('why.title')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        {opened && <Recorded exchangeId={exchangeId} />}
      </Drawer>
    </>
  );
}

function Recorded({ exchangeId }: { exchangeId: string }) {
  const { data: exchange, error, refetch } = useQuery(exchangeQuery(exchangeId));
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (exchange?.kind !== 'exchange') return <Skeleton h={300} />;
  return (
    <Suspense fallback={<Skeleton h={300} />}>
      <WhyPanel exchange={exchange} />
    </Suspense>
  );
}
