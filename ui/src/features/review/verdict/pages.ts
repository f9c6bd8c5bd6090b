/** The pages in `12, 14-16`, in order; null where that is none. */
export function pagesIn(text: string): number[] | null {
  const found = new Set<number>();
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const range = /^(\d{1,6})(?:[-–](\d{1,6}))?$/.exec(part);
    const first = Number(range?.[1]);
    const last = Number(range?.[2] ?? first);
    if (!(first >= 1 && first <= last && last - first < 100)) return null;
    for (let page = first; page <= last; page += 1) found.add(page);
  }
  return found.size > 0 && found.size <= 100 ? [...found].sort((a, b) => a - b) : null;
}
