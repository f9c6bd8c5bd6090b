import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSingleKeys } from '@/components/choices/keys';
import { SingleKeys } from '@/components/choices/SingleKeys';

/** The keys, shown by `?` and from the menu of the account. */
export function ShortcutsHelp({ opened, onToggle }: { opened: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  useSingleKeys([['shift+?', onToggle]]); // never while somebody types into a field
  const keys = [
    ['/', t('shortcuts.question')],
    ['Alt A', t('shortcuts.ask')],
    ['Alt H', t('shortcuts.history')],
    ['Alt M', t('shortcuts.documents')],
    ['N', t('shortcuts.next')],
    ['P', t('shortcuts.previous')],
    ['J / K', t('shortcuts.review')],
    ['Esc', t('shortcuts.close')],
    ['?', t('shortcuts.help')],
  ] as const;
  return (
    <Modal
      opened={opened}
      onClose={onToggle}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="xs">
        {keys.map(([key, meaning]) => (
          <Group key={key} justify="space-between" wrap="nowrap">
            <Text size="sm">{meaning}</Text>
            <Kbd style={{ whiteSpace: 'nowrap' }}>{key}</Kbd>
          </Group>
        ))}
        <Text size="xs" c="dimmed">
          {t('shortcuts.typing')}
        </Text>
        <SingleKeys />
      </Stack>
    </Modal>
  );
}
