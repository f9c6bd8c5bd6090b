import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Address } from './address';

/** What the address says, and a way to change it: whatever else is chosen, the list begins at its first page. */
export function useAddress(): [Address, (change: Address) => void] {
  const address: Address = useSearch({ from: '/inside/documents' });
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Address) =>
      void navigate({
        to: '/documents',
        search: (before) => ({ ...before, page: undefined, ...changes }),
        replace: true,
        resetScroll: 'page' in changes,
      }),
    [navigate],
  );
  return [address, change];
}
