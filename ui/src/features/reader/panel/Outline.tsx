import { Skeleton, Stack, Text, Tree, UnstyledButton, useTree } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { outlineQuery } from '../queries';
import classes from './panel.module.css';
import { ancestors, type Heading, headingOf, headingTree } from './tree';

/** The headings of a manual, as a tree: a click or Enter goes to one. */
export function Outline(props: { documentId: string; page: number; onGo(page: number): void }) {
  const { t } = useTranslation('reader');
  const { data, error, refetch } = useQuery(outlineQuery(props.documentId));
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (!data.length) return <Text c="dimmed">{t('noOutline')}</Text>;
  return <Headings headings={data} page={props.page} onGo={props.onGo} />;
}

function Headings({ headings, page, onGo }: { headings: Heading[]; page: number; onGo(page: number): void }) {
  const { t } = useTranslation('reader');
  const nodes = useMemo(() => headingTree(headings), [headings]);
  const here = headingOf(headings, page);
  const controller = useTree({
    initialExpandedState: Object.fromEntries(ancestors(headings, here).map((index) => [String(index), true])),
  });
  const goTo = (value: string | undefined) => {
    const heading = headings[Number(value)];
    if (heading) onGo(heading.page);
  };
  const onEnter = ({ key, target }: KeyboardEvent) => {
    if (key === 'Enter') goTo((target as HTMLElement).closest<HTMLElement>('[data-value]')?.dataset.value);
  };
  return (
    <Tree
      data={nodes}
      tree={controller}
      aria-label={t('outline')}
      levelOffset="md"
      expandOnClick={false}
      onKeyDown={onEnter}
      renderNode={({ node, expanded, hasChildren, elementProps }) => (
        <div
          {...elementProps}
          className={`${elementProps.className} ${classes.heading}`}
          data-here={node.value === String(here)}
        >
          {hasChildren ? (
            <UnstyledButton
              tabIndex={-1}
              aria-hidden
              className={classes.fold}
              onClick={() => controller.toggleExpanded(node.value)}
            >
              {expanded ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
            </UnstyledButton>
          ) : (
            <span className={classes.fold} />
          )}
          {/* biome-ignore lint/a11y: the keys are those of the tree */}
          <span className={classes.title} onClick={() => goTo(node.value)}>
            {node.label}
          </span>
          <Text size="xs" c="dimmed" component="span">
            {headings[Number(node.value)]?.page}
          </Text>
        </div>
      )}
    />
  );
}

export function Waiting() {
  return (
    <Stack gap="xs">
      {[85, 70, 90, 60].map((width) => (
        <Skeleton key={width} height={16} width={`${width}%`} />
      ))}
    </Stack>
  );
}
