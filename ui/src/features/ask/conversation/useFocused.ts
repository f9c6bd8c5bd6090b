import { useEffect, useRef } from 'react';

/** Brings one answer into view once it is there: where a link leads, the newest otherwise. */
export function useFocused(exchangeId: string | undefined, ready: boolean): void {
  const done = useRef('');
  useEffect(() => {
    const article = ready && exchangeId && document.getElementById(`exchange-${exchangeId}`);
    if (!article || done.current === exchangeId) return;
    const first = !done.current;
    done.current = exchangeId;
    if (!first) return; // a reader who is here already is not moved about
    article.scrollIntoView({ block: 'start' });
    article.focus({ preventScroll: true });
  }, [exchangeId, ready]);
}
