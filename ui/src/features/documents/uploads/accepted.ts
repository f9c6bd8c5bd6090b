import type { Accepted } from './checks';

/** What the service takes unless it is set up otherwise. */
export const ACCEPTED: Accepted = {
  max_bytes: 200 * 1024 ** 2,
  suffixes: ['.pdf', '.docx', '.html', '.htm', '.xhtml', '.md', '.markdown', '.txt'],
};
