import { Group, Progress, Stack, Text } from '@mantine/core';
import { number } from '@/i18n/formats';
import { named } from './named';

/** Where the time went, as shares of all of it. */
export function Timings({ timings }: { timings: Record<string, number> }) {
  const longest = Math.max(...Object.values(timings), 1);
  return (
    <Stack gap={6}>
      {Object.entries(timings).map(([stage, milliseconds]) => (
        <Group key={stage} gap="sm" wrap="nowrap">
          <Text size="sm" w={130} flex="none">
            {named('stages', stage)}
          </Text>
          <Progress flex={1} value={(milliseconds / longest) * 100} aria-label={named('stages', stage)} color="bench" />
          <Text size="sm" w={90} ta="right" flex="none">
            {number(milliseconds, { maximumFractionDigits: 0 })} ms
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
