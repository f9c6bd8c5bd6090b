import { Anchor, Box, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSelector } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/i18n/formats';
import { ManualMenu } from '../actions/ManualMenu';
import type { Manual } from '../queries';
import { type Sort, sortOf } from './address';
import { StatusBadge } from './StatusBadge';
import { useAddress } from './useAddress';

/** Manuals on a wide screen: one a row. */
export function ManualTable({ manuals }: { manuals: readonly Manual[] }) {
  const { t } = useTranslation('documents');
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Heading name="title" up="title" />
            <Heading name="equipment" />
            <Heading name="kind" />
            <Heading name="language" />
            <Heading name="revision" up="effective_date" down="-effective_date" />
            <Heading name="pages" up="pages" down="-pages" />
            <Heading name="status" />
            <Table.Th>
              <VisuallyHidden>{t('list.field.actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {manuals.map((manual) => {
            const { id, metadata, page_count } = manual;
            return (
              <Table.Tr key={id}>
                <Table.Td maw={360}>
                  <Anchor
                    fw={600}
                    style={{ overflowWrap: 'anywhere' }}
                    renderRoot={(rest) => <Link {...rest} to="/documents/$documentId" params={{ documentId: id }} />}
                  >
                    {metadata.title}
                  </Anchor>
                  <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {manual.filename}
                  </Text>
                </Table.Td>
                <Table.Td maw={200}>
                  <Text size="sm" lineClamp={2}>
                    {metadata.equipment.join(', ')}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {metadata.manufacturer}
                  </Text>
                </Table.Td>
                <Table.Td>{t(`list.kind.${metadata.kind}`)}</Table.Td>
                <Table.Td>{metadata.language && languageName(metadata.language)}</Table.Td>
                <Table.Td>{metadata.revision || metadata.effective_date}</Table.Td>
                <Table.Td ta="right">{page_count}</Table.Td>
                <Table.Td>
                  <StatusBadge manual={manual} />
                </Table.Td>
                <Table.Td>
                  <ManualMenu manual={manual} />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type Column = 'title' | 'equipment' | 'kind' | 'language' | 'revision' | 'pages' | 'status';

function Heading({ name, up, down }: { name: Column; up?: Sort; down?: Sort }) {
  const { t } = useTranslation('documents');
  const [address, change] = useAddress();
  const label = t(`list.field.${name}`);
  if (!up) return <Table.Th>{label}</Table.Th>;
  const sort = sortOf(address.sort);
  const Icon = sort === up ? IconChevronUp : sort === down ? IconChevronDown : IconSelector;
  const next = sort === up && down ? down : up;
  return (
    <Table.Th aria-sort={sort === up ? 'ascending' : sort === down ? 'descending' : 'none'}>
      <UnstyledButton
        fz="sm"
        fw={700}
        style={{ whiteSpace: 'nowrap' }}
        onClick={() => change({ sort: next === 'title' ? undefined : next })}
      >
        {label} <Box component={Icon} size={14} aria-hidden style={{ verticalAlign: 'middle' }} />
      </UnstyledButton>
    </Table.Th>
  );
}
