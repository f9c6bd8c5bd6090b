import { createContext, useContext } from 'react';

export interface CitationChoice {
  /** Number of the citation whose page is open; null where none of this answer is. */
  chosen: number | null;
  choose(number: number): void;
}

/** Which citation of an answer is open beside it: its marks are all over the answer. */
export const CitationChoice = createContext<CitationChoice>({ chosen: null, choose: () => undefined });

export function useCitationChoice(): CitationChoice {
  return useContext(CitationChoice);
}
