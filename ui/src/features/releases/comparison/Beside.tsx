import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { comparisonQuery } from '../queries';
import { Choices } from './Choices';
import { Figures } from './Figures';
import { ordered } from './figures';
import { Questions } from './Questions';
import { Slices } from './Slices';

/** Slices that hold every question between them. */
const WHOLE = ['all', 'unanswerable'];

/** A release beside another: what they do otherwise, figures, slices, and the questions that end otherwise. */
export function Beside({ version, against }: { version: number; against: number }) {
  const { t } = useTranslation('releases');
  const { data, error, refetch } = useQuery(comparisonQuery(version, against));
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={480} />;
  const told = ordered(data.differences.filter(({ first, second }) => first || second)); // no tokens without a model
  const names = { first: data.first.version, second: data.second.version };
  return (
    <Stack gap="lg">
      <Choices choices={data.choices} {...names} />
      <section aria-label={t('figures.title')}>
        <Title order={3} size="h4" mb={4}>
          {t('figures.title')}
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          {t('figures.text', { count: data.asked })}
        </Text>
        <Figures differences={told.filter(({ place }) => WHOLE.includes(place))} {...names} />
      </section>
      <Slices differences={told} {...names} />
      <Questions changes={data.questions} {...names} />
    </Stack>
  );
}
