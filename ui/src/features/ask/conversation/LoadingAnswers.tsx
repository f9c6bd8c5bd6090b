import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function LoadingAnswers() {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t('loading')}>
      <Skeleton h={28} w="60%" />
      {[0, 1, 2, 3].map((line) => (
        <Skeleton key={line} h={20} />
      ))}
    </Stack>
  );
}
