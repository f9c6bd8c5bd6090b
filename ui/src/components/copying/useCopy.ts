import { useEffect, useState } from 'react';

/** Milliseconds for which it is said that something was copied. */
const SAID = 2_000;

/** Copies a text, and says for a moment that it did. */
export function useCopy(): { copied: boolean; copy(text: string): void } {
  const [copied, setCopied] = useState(0);
  useEffect(() => {
    if (!copied) return;
    const over = setTimeout(() => setCopied(0), SAID);
    return () => clearTimeout(over);
  }, [copied]);
  const copy = (text: string) =>
    void toClipboard(text).then((done) => {
      if (done) setCopied((times) => times + 1);
    });
  return { copied: copied > 0, copy };
}

/** Browsers give the clipboard to pages over TLS only, and laboratories have servers without: then the old way. */
async function toClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => selected(text),
    );
  return selected(text);
}

function selected(text: string): boolean {
  const before = document.activeElement;
  // In a dialog, which lets the focus go nowhere else.
  const room = before?.closest('[role=dialog]') ?? document.body;
  const box = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
  box.style.cssText = 'position: fixed; inset: 0 auto auto 0; opacity: 0';
  room.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}
