import { useSyncExternalStore } from 'react';
import type { Queue } from './queue';
import { sender } from './sender';

/** What is being sent, on whatever page. */
export function useUploads(): Queue {
  return useSyncExternalStore(sender.subscribe, sender.snapshot);
}
