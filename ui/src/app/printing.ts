/** Whatever is printed is printed on white, however it came to that: dark pages cost ink, and cannot be read. */
export function printOnWhite(page: HTMLElement): void {
  const SCHEME = 'data-mantine-color-scheme';
  let before: string | null = null;
  window.addEventListener('beforeprint', () => {
    before ??= page.getAttribute(SCHEME);
    page.setAttribute(SCHEME, 'light');
  });
  window.addEventListener('afterprint', () => {
    if (before) page.setAttribute(SCHEME, before);
    before = null;
  });
}
