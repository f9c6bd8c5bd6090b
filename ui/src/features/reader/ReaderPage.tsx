import { Drawer, Group, Title } from '@mantine/core';
import { useDisclosure, useDocumentTitle, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconListSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel, sentence } from '@/components/page/ErrorPanel';
import { download } from '@/features/documents/actions/download';
import { manualQuery } from '@/features/documents/queries';
import { Tool } from './bar/Tool';
import { DocumentPages } from './DocumentPages';
import { useCitationMarks } from './marks/useCitationMarks';
import { useFoundMarks } from './marks/useFoundMarks';
import { Panel, type PanelTab } from './panel/Panel';
import type { Viewer } from './pdf/viewer';
import { usePlace } from './place/usePlace';
import classes from './reader.module.css';

const route = getRouteApi('/inside/documents/$documentId/read');

/** A manual to be read: at a page, with what was cited or looked for marked on it. */
export default function ReaderPage() {
  const { t } = useTranslation('reader');
  const { documentId } = route.useParams();
  const { goal, go, follow, exchange, citation, find } = usePlace();
  const { data, error, refetch } = useQuery(manualQuery(documentId));
  const cited = useCitationMarks(exchange, citation, documentId);
  const found = useFoundMarks(documentId, goal.page, find);
  const [page, setPage] = useState(goal.page);
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const [tab, setTab] = useState<PanelTab>('outline');
  const [open, drawer] = useDisclosure(false);
  const beside = useMediaQuery('(min-width: 62em)') ?? true;
  const input = useRef<HTMLInputElement>(null);

  const onPage = useCallback(
    (now: number) => {
      setPage(now);
      follow(now);
    },
    [follow],
  );
  const search = () => {
    setTab('search');
    drawer.open();
    requestAnimationFrame(() => input.current?.select());
  };
  useHotkeys([['mod+F', search]], []);

  const manual = data?.manual;
  const title = manual?.metadata.title || manual?.filename || t('title');
  useDocumentTitle(`${title} · Paillasse`);

  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  const fetchFile = () =>
    manual &&
    void download(manual).catch((reason: unknown) => notifications.show({ color: 'red', message: sentence(reason) }));
  const panel = (
    <Panel
      {...{ documentId, tab, page, viewer, input }}
      find={find ?? ''}
      onTab={setTab}
      onGo={(to, text) => {
        drawer.close();
        go(to, text);
      }}
    />
  );
  return (
    <div className={classes.reader}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Title order={1} size="h4" lineClamp={1} title={title}>
          {title}
        </Title>
        <Group gap="xs" wrap="nowrap">
          {!beside && <Tool framed label={t('contents')} icon={<IconListSearch size={20} />} onClick={drawer.open} />}
          <Tool framed label={t('download')} icon={<IconDownload size={20} />} onClick={fetchFile} />
        </Group>
      </Group>
      <div className={classes.columns}>
        {beside ? (
          <aside className={classes.aside} aria-label={t('contents')}>
            {panel}
          </aside>
        ) : (
          <Drawer opened={open} onClose={drawer.close} title={t('contents')} keepMounted>
            {panel}
          </Drawer>
        )}
        <DocumentPages
          key={documentId}
          documentId={documentId}
          goal={goal}
          marks={cited.marks ?? found}
          revision={cited.revision}
          onPage={onPage}
          onViewer={setViewer}
        />
      </div>
    </div>
  );
}
