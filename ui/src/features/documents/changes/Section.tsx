import { Anchor, Badge, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Line } from './Line';

type Change = Schemas['SectionChangeOut'];

const ICONS = { added: IconPlus, removed: IconMinus, changed: IconPencil } as const;

/** What became of one section, with the ways to its pages in both revisions. */
export function Section({ change, old, newer }: { change: Change; old: string; newer: string }) {
  const { t } = useTranslation('documents');
  const Icon = ICONS[change.kind];
  const [was, is] = [change.old_path.join(' › '), change.new_path.join(' › ')];
  return (
    <Card withBorder component="section" padding="md">
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
            {is || was || t('changes.untitled')}
          </Title>
          <Badge variant="default" leftSection={<Icon size={14} aria-hidden />}>
            {t(`changes.kind.${change.kind}`)}
          </Badge>
        </Group>
        {was && is && was !== is && (
          <Text size="sm" c="dimmed">
            {t('changes.before', { title: was })}
          </Text>
        )}
        <Group gap="md">
          <Pages id={old} pages={change.old_pages} label="changes.oldPages" />
          <Pages id={newer} pages={change.new_pages} label="changes.newPages" />
        </Group>
        {change.lines.map((line) => (
          <Line key={`${line.old?.page}/${line.old?.text}/${line.new?.page}/${line.new?.text}`} change={line} />
        ))}
      </Stack>
    </Card>
  );
}

function Pages(props: { id: string; pages: readonly number[]; label: 'changes.oldPages' | 'changes.newPages' }) {
  const { t } = useTranslation('documents');
  if (!props.pages.length) return null;
  return (
    <Text size="sm" component="span">
      {t(props.label)}{' '}
      {props.pages.map((page, index) => (
        <span key={page}>
          {index > 0 && ', '}
          <Anchor
            renderRoot={(rest) => (
              <Link {...rest} to="/documents/$documentId/read" params={{ documentId: props.id }} search={{ page }} />
            )}
          >
            {page}
          </Anchor>
        </span>
      ))}
    </Text>
  );
}
