import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import type { Kept } from '../queries';
import { GoldenForm } from './GoldenForm';
import { useEvidence } from './useEvidence';

/** The form of a golden case as it was when its editor was opened, once the manuals that it names are found. */
export function GoldenEditor({ kept, onDone }: { kept: Kept; onDone(): void }) {
  const [seen] = useState(kept);
  const { pending, error, evidence, gone } = useEvidence(seen.case);
  if (error) return <ErrorPanel error={error} />;
  if (pending) return <Skeleton h={320} />;
  return <GoldenForm seen={seen} latest={kept} evidence={evidence} gone={gone} onDone={onDone} />;
}
