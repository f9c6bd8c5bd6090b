import { Skeleton, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { CatchBoundary } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSingleKeys } from '@/components/choices/keys';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import type { Citation } from '../answer/blocks/blocks';

// pdf.js is larger than the rest of the app: it comes with the first citation that is opened.
const CitationViewer = lazy(() => import('@/features/reader/CitationViewer'));

export interface CitationPanelProps {
  citations: Citation[];
  number: number;
  onChoose(number: number): void;
  onClose(): void;
}

/** The page of one citation, and the way to the one before and after it: N and P, Escape closes. */
export function CitationPanel({ citations, number, onChoose, onClose }: CitationPanelProps) {
  const { t } = useTranslation('ask');
  const index = citations.findIndex((citation) => citation.number === number);
  const move = (step: 1 | -1) => {
    const next = citations[index + step];
    if (next) onChoose(next.number);
  };
  useSingleKeys([
    ['N', () => move(1)],
    ['P', () => move(-1)],
  ]);
  useHotkeys([['Escape', onClose]]);
  const citation = citations[index];
  if (!citation) return null;
  const broken = ({ error }: { error: unknown }) => (
    <Stack>
      <ErrorPanel error={error} onRetry={() => location.reload()} />
      <Text>
        {t('answer.viewerBroke')} {t('answer.quote', { quote: citation.quote })}
      </Text>
    </Stack>
  );
  return (
    <CatchBoundary getResetKey={() => number} errorComponent={broken}>
      <Suspense fallback={<Skeleton h="100%" mih={300} />}>
        <CitationViewer
          citation={citation}
          position={{ index, count: citations.length }}
          onMove={move}
          onClose={onClose}
        />
      </Suspense>
    </CatchBoundary>
  );
}
