import { Box, Group, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

/** One page of the app: its heading, what can be done with it, and its content. */
export function Page(props: { title: string; actions?: ReactNode; wide?: boolean; children: ReactNode }) {
  useDocumentTitle(`${props.title} · Paillasse`);
  return (
    <Box maw={props.wide ? undefined : 1100} mx="auto">
      <Stack gap="lg">
        <Group justify="space-between" align="center" gap="sm">
          <Title order={1} size="h2">
            {props.title}
          </Title>
          {props.actions && <Group gap="xs">{props.actions}</Group>}
        </Group>
        {props.children}
      </Stack>
    </Box>
  );
}
