import { authorized } from '@/api/client';
import { problemOf } from '@/api/problem';

/** Hands a file to the browser, as if it had been downloaded. */
export function saved(content: BlobPart, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url)); // once the browser has taken it
}

/** Downloads what is at an address of the service. A link cannot: it does not say who asks. Throws `ApiError`. */
export async function download(address: string, name: string): Promise<void> {
  const response = await authorized(address);
  if (!response.ok) throw await problemOf(response);
  const content = await response.blob();
  saved(content, content.type, name);
}
