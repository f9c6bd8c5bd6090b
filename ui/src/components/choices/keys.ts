import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { useSyncExternalStore } from 'react';

const STORED = 'paillasse-single-keys';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const on = () => localStorage.getItem(STORED) !== 'off';

/** Switches shortcuts of one key on or off, in this browser. */
export function switchSingleKeys(wanted: boolean): void {
  if (wanted) localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, 'off');
  for (const listener of listeners) listener();
}

export function useSingleKeysOn(): boolean {
  return useSyncExternalStore(subscribe, on);
}

/** Shortcuts of one key: speech input and hands that tremble press them by chance, so they can be switched off. */
export function useSingleKeys(keys: HotkeyItem[]): void {
  useHotkeys(useSingleKeysOn() ? keys : []);
}
