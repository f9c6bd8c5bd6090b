import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';

/** A state in a word and a sign: never in a colour alone. */
export function StateBadge({ good, children }: { good: boolean; children: string }) {
  const Icon = good ? IconCheck : IconAlertTriangle;
  return (
    <Badge
      variant="light"
      color={good ? 'bench' : 'red'}
      tt="none"
      miw="max-content"
      leftSection={<Icon size={14} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
