import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/i18n/formats';
import { ManualMenu } from '../actions/ManualMenu';
import type { Manual } from '../queries';
import { StatusBadge } from './StatusBadge';

/** Manuals on a narrow screen: one a card. */
export function ManualCards({ manuals }: { manuals: readonly Manual[] }) {
  const { t } = useTranslation('documents');
  return (
    <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {manuals.map((manual) => {
        const { metadata } = manual;
        const facts = [
          metadata.equipment.slice(0, 3).join(', '),
          t(`list.kind.${metadata.kind}`),
          metadata.language && languageName(metadata.language),
          metadata.revision,
          t('list.pages', { count: manual.page_count }),
        ];
        return (
          <Card key={manual.id} component="li" withBorder padding="sm">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Anchor
                fw={600}
                style={{ overflowWrap: 'anywhere' }}
                renderRoot={(rest) => <Link {...rest} to="/documents/$documentId" params={{ documentId: manual.id }} />}
              >
                {metadata.title}
              </Anchor>
              <ManualMenu manual={manual} />
            </Group>
            <Text size="sm" c="dimmed" mb={6} style={{ overflowWrap: 'anywhere' }}>
              {facts.filter(Boolean).join(' · ')}
            </Text>
            <div>
              <StatusBadge manual={manual} />
            </div>
          </Card>
        );
      })}
    </Stack>
  );
}
