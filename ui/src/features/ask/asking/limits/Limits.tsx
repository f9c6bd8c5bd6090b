import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { LimitsProps } from './CollectionSelect';

// Most read one collection, and never need it.
const CollectionSelect = lazy(() => import('./CollectionSelect'));

/** Answers from some collections only; nothing to choose for who reads just one. */
export function Limits(props: LimitsProps) {
  if (props.collections.length < 2) return null;
  return (
    <Suspense fallback={<Skeleton h={61} />}>
      <CollectionSelect {...props} />
    </Suspense>
  );
}
