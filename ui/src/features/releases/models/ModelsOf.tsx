import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ModelFigures } from './ModelFigures';
import { Promotion } from './Promotion';
import type { TrainedModel } from './queries';
import { TakeBackButton } from './TakeBackButton';

interface ModelsOfProps {
  name: 'escalation' | 'reranker';
  /** All promotions, the latest first. */
  promotions: TrainedModel[];
  mayTakeBack: boolean;
}

/** A model that is trained here: what is in production, how it was measured, and what was there before. */
export function ModelsOf({ name, promotions, mayTakeBack }: ModelsOfProps) {
  const { t } = useTranslation('releases');
  const own = promotions.filter((each) => each.name === name);
  const now = own.find(({ in_production }) => in_production);
  return (
    <Paper withBorder p="md" component="article" aria-label={t(`models.names.${name}`)}>
      <Stack gap="sm">
        <Group justify="space-between" align="start">
          <div>
            <Title order={3} size="h4">
              {t(`models.names.${name}`)}
            </Title>
            <Text size="sm" c="dimmed" maw={640}>
              {t(`models.does.${name}`)}
            </Text>
          </div>
          {mayTakeBack && now && <TakeBackButton model={now} />}
        </Group>
        {!now && <Text size="sm">{t(`models.none.${name}`)}</Text>}
        {own.map((model) => (
          <Promotion key={`${model.version} ${model.promoted_at}`} model={model} />
        ))}
        {now && <ModelFigures model={now} />}
      </Stack>
    </Paper>
  );
}
