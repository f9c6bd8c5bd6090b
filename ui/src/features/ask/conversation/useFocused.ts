import { useEffect, useRef } from 'react';

/** Brings one answer into view once it is there: where a link leads, the newest otherwise. */
export function useFocused(exchangeId: string | undefined, firstId: string | undefined): void {
  const done = useRef(false);
  useEffect(() => {
    const article = exchangeId && document.getElementById(`exchange-${exchangeId}`);
    if (!article || done.current) return; // who is reading already is not moved about
    done.current = true;
    if (exchangeId !== firstId) article.scrollIntoView({ block: 'start' }); // the first stands there, under the title
    article.focus({ preventScroll: true });
  }, [exchangeId, firstId]);
}
