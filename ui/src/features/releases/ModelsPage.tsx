import { Stack } from '@mantine/core';
import { TrainedModels } from './models/TrainedModels';
import { OfExperts } from './OfExperts';
import { GoldenSets } from './sets/GoldenSets';

/** What releases stand on: models that are trained here, and the questions that they were measured with. */
export default function ModelsPage() {
  return (
    <OfExperts tab="models">
      <Stack gap="xl">
        <TrainedModels />
        <GoldenSets />
      </Stack>
    </OfExperts>
  );
}
