import { useQueries } from '@tanstack/react-query';
import type { Schemas } from '@/api/client';
import { manualsQuery } from '@/features/documents/queries';
import type { Evidence } from '../verdict/expected';

/** Of one name there may be several revisions. */
const MOST = 50;

/** The manuals that a golden case names by their files; `gone` are files that no manual has any more. */
export function useEvidence({ documents }: Schemas['GoldenCase']) {
  const found = useQueries({
    queries: documents.map(({ file }) =>
      manualsQuery({ text: file, standing: 'all' }, { sort: 'title', descending: false, offset: 0, limit: MOST }),
    ),
  });
  const evidence: Evidence[] = [];
  const gone: string[] = [];
  documents.forEach(({ file, pages }, index) => {
    const named = found[index]?.data?.documents.filter(({ filename }) => filename.normalize('NFC') === file) ?? [];
    const manual = named.find(({ current }) => current) ?? named[0];
    if (manual)
      evidence.push({ document_id: manual.id, title: manual.metadata.title || file, pages: pages.join(', ') });
    else gone.push(file);
  });
  const error = found.find((query) => query.error)?.error ?? null;
  return { pending: found.some(({ isPending }) => isPending), error, evidence, gone };
}
