/** What this browser keeps between two questions: the draft for as long as the tab lives, equipment for longer. */
import { useCallback, useState } from 'react';
import type { Question } from './streaming/stream';

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

/** What a question is put to; everything one may read where both are empty. */
export interface Limit {
  collections: string[];
  /** Ids of manuals. */
  documents: string[];
}

/** Kept by conversation, since what is asked next in it is asked of the same. */
const limitKey = (conversation: string) => `paillasse-limit-${conversation}`;

export function rememberLimit(conversation: string, { collections, document_ids }: Question): void {
  if (!(collections?.length || document_ids?.length)) sessionStorage.removeItem(limitKey(conversation));
  else {
    const limit: Limit = { collections: collections ?? [], documents: document_ids ?? [] };
    sessionStorage.setItem(limitKey(conversation), JSON.stringify(limit));
  }
}

export function limitOf(conversation: string): Limit {
  const kept = sessionStorage.getItem(limitKey(conversation));
  return kept ? (JSON.parse(kept) as Limit) : { collections: [], documents: [] };
}

/** As the service takes it. */
export function limited({ collections, documents }: Limit): Pick<Question, 'collections' | 'document_ids'> {
  return {
    collections: collections.length ? collections : null,
    document_ids: documents.length ? documents : null,
  };
}
