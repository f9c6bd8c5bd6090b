import { authorized } from '@/api/client';
import { problemOf } from '@/api/problem';

/** Saves a conversation as a Markdown file. A link cannot: the service wants to know who asks. */
export async function exported(conversationId: string): Promise<void> {
  const response = await authorized(`/api/v1/conversations/${conversationId}/export`);
  if (!response.ok) throw await problemOf(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = 'conversation.md';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address)); // once the browser has taken it
}
