/** Addresses that signing in may lead on to. */
const BEFORE_SIGN_IN = new Set(['/sign-in', '/setup']);

/** Where to go on after signing in: a place in this app, whatever the address says. */
export function placeAfter(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const url = parsed(next);
  if (url?.origin !== location.origin || url.pathname.startsWith('//')) return '/';
  return BEFORE_SIGN_IN.has(url.pathname) ? '/' : url.pathname + url.search + url.hash;
}

/** `URL.parse` came to Safari in 2024: tablets at benches are older. */
function parsed(address: string): URL | null {
  try {
    return new URL(address, location.origin);
  } catch {
    return null; // no address: it leads home
  }
}
