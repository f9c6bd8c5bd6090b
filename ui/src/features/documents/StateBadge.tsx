import { Badge } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

/** A state in words. Its colour is in the picture alone: coloured words on a tint of the same are hard to read. */
export function StateBadge({ icon: Icon, color, word }: { icon: Icon; color: string; word: string }) {
  const shade = `light-dark(var(--mantine-color-${color}-9), var(--mantine-color-${color}-4))`;
  return (
    <Badge
      variant="default"
      tt="none"
      fw={600}
      miw="max-content"
      leftSection={<Icon size={14} color={shade} aria-hidden />}
    >
      {word}
    </Badge>
  );
}
