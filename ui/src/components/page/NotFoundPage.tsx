import { Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from './Page';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')}>
      <Stack align="start">
        <Text>{t('notFound.text')}</Text>
        <Button component={Link} to="/ask">
          {t('notFound.home')}
        </Button>
      </Stack>
    </Page>
  );
}
