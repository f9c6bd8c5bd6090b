import { diffWordsWithSpace } from 'diff';

/** A run of words of a line; `changed` ones are not in the other line. */
export interface Run {
  text: string;
  changed: boolean;
}

/** Two wordings of a line, word by word. */
export function compared(old: string, current: string): { old: Run[]; current: Run[] } {
  const parts = diffWordsWithSpace(old, current);
  const side = (left: 'added' | 'removed', own: 'added' | 'removed') =>
    parts.filter((part) => !part[left]).map((part) => ({ text: part.value, changed: Boolean(part[own]) }));
  return { old: side('added', 'removed'), current: side('removed', 'added') };
}
