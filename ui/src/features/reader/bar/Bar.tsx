import { Group, NumberInput, Text } from '@mantine/core';
import {
  IconArrowAutofitWidth,
  IconChevronDown,
  IconChevronUp,
  IconRotateClockwise,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Bar.module.css';
import { Tool } from './Tool';

/** Pages and zoom: what can be done with pages however they are shown. */
export function Bar(props: {
  page: number;
  pages: number;
  /** Percent. */
  zoom: number;
  onGo(page: number): void;
  onZoom(steps: 1 | -1): void;
  onFit(): void;
  /** Turns the pages clockwise by a quarter: scanned sheets lie on their side. */
  onTurn?(): void;
}) {
  const { t } = useTranslation('reader');
  return (
    <Group className={classes.bar} gap={4} wrap="nowrap" role="toolbar" aria-label={t('bar')}>
      <Tool
        label={t('previousPage')}
        icon={<IconChevronUp size={18} />}
        disabled={props.page <= 1}
        onClick={() => props.onGo(props.page - 1)}
      />
      <PageBox key={props.page} page={props.page} pages={props.pages} onGo={props.onGo} />
      <Tool
        label={t('nextPage')}
        icon={<IconChevronDown size={18} />}
        disabled={props.page >= props.pages}
        onClick={() => props.onGo(props.page + 1)}
      />
      <span className={classes.gap} />
      <Tool label={t('zoomOut')} icon={<IconZoomOut size={18} />} onClick={() => props.onZoom(-1)} />
      <Text size="xs" className={classes.zoom} aria-label={t('zoom')}>
        {props.zoom} %
      </Text>
      <Tool label={t('zoomIn')} icon={<IconZoomIn size={18} />} onClick={() => props.onZoom(1)} />
      <Tool label={t('fitWidth')} icon={<IconArrowAutofitWidth size={18} />} onClick={props.onFit} />
      {props.onTurn && <Tool label={t('turn')} icon={<IconRotateClockwise size={18} />} onClick={props.onTurn} />}
    </Group>
  );
}

function PageBox({ page, pages, onGo }: { page: number; pages: number; onGo(page: number): void }) {
  const { t } = useTranslation('reader');
  const [typed, setTyped] = useState<number | string>(page);
  const go = () => {
    if (typeof typed === 'number' && typed !== page) onGo(typed);
  };
  return (
    <Group gap={6} wrap="nowrap">
      <NumberInput
        aria-label={t('pageBox')}
        className={classes.page}
        size="xs"
        hideControls
        min={1}
        max={pages}
        clampBehavior="strict"
        allowDecimal={false}
        value={typed}
        onChange={setTyped}
        onBlur={go}
        onKeyDown={({ key }) => key === 'Enter' && go()}
      />
      <Text size="xs" className={classes.of}>
        / {pages}
      </Text>
    </Group>
  );
}
