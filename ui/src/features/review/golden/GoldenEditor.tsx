import { Skeleton } from '@mantine/core';
import type { Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { GoldenForm } from './GoldenForm';
import { useEvidence } from './useEvidence';

/** The form of a golden case, once the manuals that it names are found. */
export function GoldenEditor({ golden, onDone }: { golden: Schemas['GoldenCase']; onDone(): void }) {
  const { pending, error, evidence, gone } = useEvidence(golden);
  if (error) return <ErrorPanel error={error} />;
  if (pending) return <Skeleton h={320} />;
  return <GoldenForm golden={golden} evidence={evidence} gone={gone} onDone={onDone} />;
}
