import { Alert, Anchor, Group, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconLink, IconX } from '@tabler/icons-react';
import { Link, useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { CopyButton } from '@/components/copying/CopyButton';
import { Tool } from './bar/Tool';
import { DocumentPages } from './DocumentPages';
import { citationMarks } from './marks/citationMarks';
import { firstWords } from './marks/words';
import { where } from './place/where';
import classes from './reader.module.css';

/** The page that a citation cites, with its words marked, and what stands there verbatim. */
export default function CitationViewer(props: {
  citation: Schemas['CitationOut'];
  onClose(): void;
  position: { index: number; count: number };
  onMove(step: 1 | -1): void;
}) {
  const { t } = useTranslation(['reader', 'common']);
  const { citation, position } = props;
  const marks = useMemo(() => citationMarks(citation, t), [citation, t]);
  const goal = useMemo(() => ({ page: citation.page }), [citation]);
  const [unfit, setUnfit] = useState('');
  const unsure = !marks.rectangles.length || unfit === marks.key;
  const onUnfit = useCallback(() => setUnfit(marks.key), [marks.key]);
  return (
    <section className={classes.citation} aria-label={t('citation', { number: citation.number })}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Title order={2} size="h5" lineClamp={2}>
          {citation.title}
        </Title>
        <Group gap={2} wrap="nowrap">
          <Tool
            label={t('previousCitation')}
            icon={<IconChevronLeft size={20} />}
            disabled={position.index <= 0}
            onClick={() => props.onMove(-1)}
          />
          <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
            {position.index + 1} / {position.count}
          </Text>
          <Tool
            label={t('nextCitation')}
            icon={<IconChevronRight size={20} />}
            disabled={position.index >= position.count - 1}
            onClick={() => props.onMove(1)}
          />
          <Tool label={t('common:close')} icon={<IconX size={20} />} onClick={props.onClose} />
        </Group>
      </Group>
      <Where citation={citation} />
      <Text component="blockquote" size="sm" className={classes.quote}>
        {citation.quote}
      </Text>
      <VisuallyHidden aria-live="polite">{marks.label(citation.page)}</VisuallyHidden>
      {unsure && <Alert color="yellow">{t('unsure')}</Alert>}
      <DocumentPages
        documentId={citation.document_id}
        goal={goal}
        marks={marks}
        revision={citation.revision}
        onUnfit={onUnfit}
      />
    </section>
  );
}

function Where({ citation }: { citation: Schemas['CitationOut'] }) {
  const { t } = useTranslation('reader');
  const exchange = useExchange();
  const { page, number, quote } = citation;
  const router = useRouter();
  // Who may not read the answer finds its words all the same.
  const search = { page, find: firstWords(quote), ...(exchange && { exchange, citation: number }) };
  const link = () => {
    const params = { documentId: citation.document_id };
    return location.origin + router.buildLocation({ to: '/documents/$documentId/read', params, search }).href;
  };
  return (
    <Group gap="xs">
      <Text size="sm">{where(t, page, citation.label)}</Text>
      <Text size="xs" c="dimmed" title={citation.revision}>
        {t('revision', { hash: citation.revision.slice(0, 8) })}
      </Text>
      <Anchor
        size="sm"
        renderRoot={(rest) => (
          <Link
            {...rest}
            to="/documents/$documentId/read"
            params={{ documentId: citation.document_id }}
            search={search}
          />
        )}
      >
        {t('openReader')}
      </Anchor>
      <CopyButton variant="subtle" size="compact-xs" label={t('copyLink')} text={link} icon={IconLink} />
    </Group>
  );
}

/** The answer that stands in the address: with it, the reader can mark the same words after a reload. */
function useExchange(): string | undefined {
  return useRouterState({
    select: ({ location, matches }) => {
      const named = matches.at(-1)?.params as { exchangeId?: string } | undefined;
      return named?.exchangeId ?? (location.search as { exchange?: string }).exchange;
    },
  });
}
