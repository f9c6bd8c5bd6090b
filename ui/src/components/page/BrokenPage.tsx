import { Button, Container, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, UNREACHABLE } from '@/api/problem';
import { livenessQuery } from '@/api/queries';
import { ErrorPanel } from './ErrorPanel';

/** A page whose data could not be had, or whose code failed. One that waits for the server goes on by itself. */
export function BrokenPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const router = useRouter();
  const away = error instanceof ApiError && error.code === UNREACHABLE;
  const { data: up } = useQuery({ ...livenessQuery, enabled: away });
  useEffect(() => {
    if (away && up) void router.invalidate();
  }, [away, up, router]);
  return (
    <Container size="sm" py="xl">
      {error instanceof ApiError ? (
        <ErrorPanel error={error} onRetry={() => void router.invalidate()} />
      ) : (
        <Stack align="start">
          <Title order={1} size="h2">
            {t('broken.title')}
          </Title>
          <Text>{t('broken.text')}</Text>
          <Button onClick={() => location.reload()}>{t('retry')}</Button>
        </Stack>
      )}
    </Container>
  );
}
