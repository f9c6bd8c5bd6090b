import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { session } from '@/api/session';

/** Leads to the sign-in where a session ends, and back to this page afterwards. */
export function SignedOutGuard() {
  const signedIn = useSyncExternalStore(session.subscribe, () => session.signedIn);
  const here = useRouterState({ select: (state) => state.location.href });
  const navigate = useNavigate();
  useEffect(() => {
    if (!signedIn) void navigate({ to: '/sign-in', search: { next: here } });
  }, [signedIn, here, navigate]);
  return null;
}
