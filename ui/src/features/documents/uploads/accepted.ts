import { useQuery } from '@tanstack/react-query';
import { limitsQuery } from '../queries';
import type { Accepted } from './checks';

/** Endings of names by which the service knows what a file is. */
export const SUFFIXES = ['.pdf', '.docx', '.html', '.htm', '.xhtml', '.md', '.markdown', '.txt'] as const;

/** What the service takes. Until it has said how large a file may be, the service alone refuses what is larger. */
export function useAccepted(mayAdd: boolean): Accepted {
  const { data } = useQuery({ ...limitsQuery, enabled: mayAdd });
  return { max_bytes: data?.max_bytes ?? Number.POSITIVE_INFINITY, suffixes: SUFFIXES };
}
