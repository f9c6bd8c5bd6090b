import { Button, Loader, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { meQuery } from '@/api/queries';
import { session } from '@/api/session';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { SignInForm } from '@/features/account/doorway/SignInForm';

/**
 * Stands before a page whose session ended, in this tab or another, and keeps what was typed there.
 *
 * Who signs out leaves: the page goes, in every tab. Where somebody else signs in, nothing of the page may stay.
 */
export function SignedOutGuard({ me, reload = () => location.reload() }: { me: Schemas['Me']; reload?: () => void }) {
  const { t } = useTranslation('account');
  const standing = useSyncExternalStore(session.subscribe, () => session.standing);
  const [shut, setShut] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();

  useEffect(() => {
    if (standing === 'ended') setShut(true);
    if (standing === 'left') void navigate({ to: '/sign-in' }).then(() => queries.clear());
    if (standing !== 'in' || !shut) return;
    const recognise = async () => {
      const now = await given(api.GET('/api/v1/me'));
      if (now.user_id !== me.user_id) return reload();
      queries.setQueryData(meQuery.queryKey, now);
      setShut(false);
      setError(null);
      await Promise.all([router.invalidate(), queries.invalidateQueries()]);
    };
    recognise().catch(setError);
  }, [standing, shut, me.user_id, reload, navigate, router, queries]);

  return (
    <Modal
      opened={shut && standing !== 'left'}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('ended.title')}
      centered
      overlayProps={{ blur: 12, backgroundOpacity: 0.75 }}
      transitionProps={{ duration: 0 }} // covers the page at once, in tabs behind as well
    >
      <Stack>
        {standing === 'in' && !error ? (
          <Loader aria-label={t('ended.checking')} />
        ) : (
          <>
            <Text size="sm">{t('ended.text')}</Text>
            {error ? <ErrorPanel error={error} /> : null}
            <SignInForm name={me.username} />
            <Text size="sm" c="dimmed">
              {t('ended.other')}
            </Text>
            <Button variant="subtle" onClick={() => session.forget()}>
              {t('ended.leave')}
            </Button>
          </>
        )}
      </Stack>
    </Modal>
  );
}
