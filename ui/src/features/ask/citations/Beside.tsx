import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Beside.module.css';
import { CitationPanel, type CitationPanelProps } from './CitationPanel';

interface BesideProps {
  /** The citation whose page is shown; null for none. */
  open: CitationPanelProps | null;
  children: ReactNode;
}

/** Answers, with the page that a citation cites: beside them where there is room for both, over them on a phone. */
export function Beside({ open, children }: BesideProps) {
  const { t } = useTranslation('ask');
  const roomy = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const label = open ? t('answer.viewer', { number: open.number }) : '';
  return (
    <div className={classes.both} data-open={(roomy && open !== null) || undefined}>
      <div className={classes.answers}>{children}</div>
      {roomy && open && (
        <aside className={classes.page} aria-label={label}>
          <CitationPanel {...open} />
        </aside>
      )}
      {!roomy && (
        <Drawer
          opened={open !== null}
          onClose={() => open?.onClose()}
          position="bottom"
          size="94%"
          withCloseButton={false}
          attributes={{ content: { 'aria-label': label } }}
          padding="sm"
          classNames={{ body: classes.drawer, content: classes.content }}
        >
          {open && <CitationPanel {...open} />}
        </Drawer>
      )}
    </div>
  );
}
