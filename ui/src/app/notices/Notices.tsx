import { Affix, Alert, Stack } from '@mantine/core';
import { hideNotification, useNotifications } from '@mantine/notifications';
import { CatchBoundary } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

// Most visits pass without one.
const BottomNotices = lazy(() => import('./BottomNotices'));

/** What is told in passing, in a corner. */
export function Notices() {
  const { notifications } = useNotifications();
  const [latest] = notifications.slice(-1);
  return (
    <CatchBoundary getResetKey={() => latest?.id ?? ''} errorComponent={PlainNotices}>
      <Suspense fallback={null}>{latest && <BottomNotices />}</Suspense>
    </CatchBoundary>
  );
}

/** The same where the server is away, which may be what is told: what shows them better comes from there. */
function PlainNotices() {
  const { t } = useTranslation();
  const { notifications } = useNotifications();
  return (
    <Affix position={{ bottom: 16, right: 16 }}>
      <Stack gap="xs">
        {notifications.map(({ id = '', color, title, message }) => (
          <Alert
            key={id}
            role="alert"
            variant="filled"
            color={color}
            title={title}
            withCloseButton
            closeButtonLabel={t('close')}
            onClose={() => hideNotification(id)}
          >
            {message}
          </Alert>
        ))}
      </Stack>
    </Affix>
  );
}
