import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconDownload, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { download } from '@/components/files/saved';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { DeleteDialog } from './DeleteDialog';
import type { Named } from './named';
import { RenameDialog } from './RenameDialog';

/** What can be done with a conversation. */
export function ConversationMenu({ conversation, onDeleted }: { conversation: Named; onDeleted?: () => void }) {
  const { t } = useTranslation(['history', 'common']);
  const [renaming, rename] = useDisclosure(false);
  const [deleting, remove] = useDisclosure(false);
  const exporting = useMutation({
    mutationFn: () => download(`/api/v1/conversations/${conversation.id}/export`, 'conversation.md'),
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t('menu', { title: conversation.title })}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={rename.open}>
            {t('rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => exporting.mutate()}>
            {t('export')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
            {t('common:delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {exporting.error && <ErrorPanel error={exporting.error} onRetry={() => exporting.mutate()} />}
      {renaming && <RenameDialog conversation={conversation} onClose={rename.close} />}
      {deleting && <DeleteDialog conversation={conversation} onClose={remove.close} onDeleted={onDeleted} />}
    </>
  );
}
