import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

/** The keys, shown by `?`. */
export function ShortcutsHelp() {
  const { t } = useTranslation();
  const [open, { toggle, close }] = useDisclosure(false);
  useHotkeys([['shift+?', toggle]]);
  const keys = [
    ['/', t('shortcuts.question')],
    ['Alt A', t('shortcuts.ask')],
    ['Alt H', t('shortcuts.history')],
    ['Alt M', t('shortcuts.documents')],
    ['N', t('shortcuts.next')],
    ['P', t('shortcuts.previous')],
    ['Esc', t('shortcuts.close')],
    ['?', t('shortcuts.help')],
  ] as const;
  return (
    <Modal opened={open} onClose={close} title={t('shortcuts.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="xs">
        {keys.map(([key, meaning]) => (
          <Group key={key} justify="space-between">
            <Text>{meaning}</Text>
            <Kbd>{key}</Kbd>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
