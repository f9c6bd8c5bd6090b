import { download as fetched } from '@/components/files/saved';
import type { Manual } from '../queries';

/** Hands the file of a manual to the browser, as it was sent. Throws `ApiError`. */
export function download({ id, filename }: Pick<Manual, 'id' | 'filename'>): Promise<void> {
  return fetched(`/api/v1/documents/${id}/file`, filename);
}
