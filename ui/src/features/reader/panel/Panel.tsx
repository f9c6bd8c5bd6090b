import { ScrollArea, Tabs } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Viewer } from '../pdf/viewer';
import { Codes } from './Codes';
import { Outline } from './Outline';
import classes from './panel.module.css';
import { Search } from './Search';

export type PanelTab = 'outline' | 'search' | 'codes';

/** The ways into a manual: its headings, a search, and the codes that it defines. */
export function Panel(props: {
  documentId: string;
  tab: PanelTab;
  onTab(tab: PanelTab): void;
  page: number;
  viewer: Viewer | null;
  find: string;
  input: RefObject<HTMLInputElement | null>;
  onGo(page: number, find?: string): void;
}) {
  const { t } = useTranslation('reader');
  return (
    <Tabs
      value={props.tab}
      onChange={(value) => props.onTab((value as PanelTab) ?? 'outline')}
      className={classes.panel}
      keepMounted={false}
    >
      <Tabs.List grow>
        <Tabs.Tab value="outline">{t('outline')}</Tabs.Tab>
        <Tabs.Tab value="search">{t('search')}</Tabs.Tab>
        <Tabs.Tab value="codes">{t('codes')}</Tabs.Tab>
      </Tabs.List>
      <ScrollArea className={classes.scrolled} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Tabs.Panel value="outline" p="sm">
          <Outline documentId={props.documentId} page={props.page} onGo={props.onGo} />
        </Tabs.Panel>
        <Tabs.Panel value="search" p="sm" keepMounted>
          <Search
            documentId={props.documentId}
            viewer={props.viewer}
            initial={props.find}
            input={props.input}
            onGo={props.onGo}
          />
        </Tabs.Panel>
        <Tabs.Panel value="codes" p="sm">
          <Codes documentId={props.documentId} onGo={props.onGo} />
        </Tabs.Panel>
      </ScrollArea>
    </Tabs>
  );
}
