import { Paper, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Some facts of one kind, each with its name. */
export function FactList(props: { title: string; facts: [string, string][]; none?: string; children?: ReactNode }) {
  return (
    <Paper component="section" aria-label={props.title} withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {props.title}
      </Title>
      {props.facts.length > 0 && (
        <Table verticalSpacing={4} horizontalSpacing={0} fz="sm">
          <Table.Tbody>
            {props.facts.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th fw={400} c="dimmed" scope="row">
                  {name}
                </Table.Th>
                <Table.Td ta="end" style={{ overflowWrap: 'anywhere' }}>
                  {value}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {props.facts.length === 0 && props.none && <Text size="sm">{props.none}</Text>}
      {props.children}
    </Paper>
  );
}
