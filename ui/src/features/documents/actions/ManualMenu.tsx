import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconBook2,
  IconDots,
  IconDownload,
  IconInfoCircle,
  IconPencil,
  IconRefresh,
  IconReplace,
  IconScan,
  IconTrash,
} from '@tabler/icons-react';
import { Link, useRouteContext } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/components/page/ErrorPanel';
import { atLeast } from '@/components/roles';
import type { Manual } from '../queries';
import { download } from './download';
import { ReingestQuestion } from './ReingestQuestion';
import { RemoveQuestion } from './RemoveQuestion';

const READ = '/documents/$documentId/read';
const DETAILS = '/documents/$documentId';
const GRAVE = 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))';

/** Everything that can be done with a manual, by who looks at it. */
export function ManualMenu({ manual, onRemoved }: { manual: Manual; onRemoved?: () => void }) {
  const { t } = useTranslation('documents');
  const { me } = useRouteContext({ from: '/inside' });
  const [question, setQuestion] = useState<'reingest' | 'remove' | null>(null);
  const expert = atLeast(me.role, 'expert');
  const here = { params: { documentId: manual.id } };
  const fetchFile = () =>
    void download(manual).catch((error: unknown) => notifications.show({ color: 'red', message: sentence(error) }));
  const close = () => setQuestion(null);
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('list.action.menu', { title: manual.metadata.title })}
          >
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconBook2 size={18} />}
            renderRoot={(rest) => <Link {...rest} to={READ} {...here} />}
          >
            {t('list.action.read')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconInfoCircle size={18} />}
            renderRoot={(rest) => <Link {...rest} to={DETAILS} {...here} />}
          >
            {t('list.action.details')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconScan size={18} />}
            renderRoot={(rest) => <Link {...rest} to={DETAILS} {...here} hash="coverage" />}
          >
            {t('list.action.coverage')}
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={18} />} onClick={fetchFile}>
            {t('list.action.download')}
          </Menu.Item>
          {expert && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconPencil size={18} />}
                renderRoot={(rest) => <Link {...rest} to={DETAILS} {...here} hash="correct" />}
              >
                {t('list.action.correct')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconReplace size={18} />}
                renderRoot={(rest) => <Link {...rest} to={DETAILS} {...here} hash="revisions" />}
              >
                {t('list.action.revisions')}
              </Menu.Item>
              <Menu.Item leftSection={<IconRefresh size={18} />} onClick={() => setQuestion('reingest')}>
                {t('list.action.reingest')}
              </Menu.Item>
              <Menu.Item c={GRAVE} leftSection={<IconTrash size={18} />} onClick={() => setQuestion('remove')}>
                {t('list.action.remove')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {question === 'reingest' && <ReingestQuestion manual={manual} onClose={close} />}
      {question === 'remove' && <RemoveQuestion manual={manual} onClose={close} onRemoved={onRemoved} />}
    </>
  );
}
