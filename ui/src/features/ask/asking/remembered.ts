/** What this browser keeps between two questions: the draft for as long as the tab lives, equipment for longer. */
import { useCallback, useState } from 'react';

const RECENT = 5;

/** Kept by user, since several share a tablet at the bench. */
const recentKey = (user: string) => `paillasse-equipment-${user}`;

export function recentEquipment(user: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(recentKey(user)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  } catch {
    return []; // somebody else wrote there
  }
}

export function rememberEquipment(user: string, name: string): void {
  const others = recentEquipment(user).filter((other) => other !== name);
  localStorage.setItem(recentKey(user), JSON.stringify([name, ...others].slice(0, RECENT)));
}

/** What is being typed; it outlives a reload and a question that failed. */
export function useDraft(place: string, given = ''): [string, (text: string) => void] {
  const key = `paillasse-draft-${place}`;
  const [text, setText] = useState(() => given || (sessionStorage.getItem(key) ?? ''));
  const write = useCallback(
    (typed: string) => {
      setText(typed);
      if (typed) sessionStorage.setItem(key, typed);
      else sessionStorage.removeItem(key);
    },
    [key],
  );
  return [text, write];
}
