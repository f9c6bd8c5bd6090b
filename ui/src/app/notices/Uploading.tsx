import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { withWords } from '@/i18n';

const UploadSummary = lazy(() => withWords('desk', import('@/features/documents/UploadSummary')));

/** Files on their way. They are added on the pages of manuals: before one of these was open there is nothing to say. */
export function Uploading() {
  const here = useRouterState({ select: ({ location }) => location.pathname.startsWith('/documents') });
  const [been, setBeen] = useState(here);
  if (here && !been) setBeen(true);
  if (!been) return null;
  return (
    <Suspense fallback={null}>
      <UploadSummary />
    </Suspense>
  );
}
