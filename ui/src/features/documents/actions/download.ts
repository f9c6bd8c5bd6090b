import { authorized } from '@/api/client';
import { problemOf } from '@/api/problem';
import type { Manual } from '../queries';

/** Hands the file of a manual to the browser, as it was sent. Throws `ApiError`. */
export async function download({ id, filename }: Pick<Manual, 'id' | 'filename'>): Promise<void> {
  const response = await authorized(`/api/v1/documents/${id}/file`);
  if (!response.ok) throw await problemOf(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(address);
}
