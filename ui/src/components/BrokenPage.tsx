import { Button, Container, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/problem';
import { ErrorPanel } from './ErrorPanel';

/** A page whose data could not be had, or whose code failed. */
export function BrokenPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTranslation();
  const again = () => (reset ? reset() : location.reload());
  return (
    <Container size="sm" py="xl">
      {error instanceof ApiError ? (
        <ErrorPanel error={error} onRetry={again} />
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
