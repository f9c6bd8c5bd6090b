import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

/** A button that is an icon, with its name for who waits over it or cannot see it. */
export function Tool(props: {
  label: string;
  icon: ReactNode;
  /** Seen as a button before it is touched. */
  framed?: boolean;
  disabled?: boolean;
  onClick(): void;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant={props.framed ? 'default' : 'subtle'}
        color="gray"
        size="lg"
        aria-label={props.label}
        disabled={props.disabled}
        onClick={props.onClick}
      >
        {props.icon}
      </ActionIcon>
    </Tooltip>
  );
}
