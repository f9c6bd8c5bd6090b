/** What can be said of files before they are sent. The service decides by itself, by their content. */
import type { Upload } from './queue';

export type Objection = 'format' | 'size' | 'empty' | 'twice';

export interface Checked {
  fit: File[];
  unfit: { file: File; why: Objection }[];
}

export interface Accepted {
  /** Bytes of one file. */
  max_bytes: number;
  /** Endings of names, with their dot. */
  suffixes: readonly string[];
}

/** Sorts files that were dropped or chosen: those to send, and the others with what is wrong. */
export function checked(files: readonly File[], accepted: Accepted, queued: readonly Upload[]): Checked {
  const known = new Set(queued.map(({ file }) => identity(file)));
  const found: Checked = { fit: [], unfit: [] };
  for (const file of files) {
    const why = objection(file, accepted, known);
    if (why) found.unfit.push({ file, why });
    else found.fit.push(file);
    known.add(identity(file));
  }
  return found;
}

function objection(file: File, accepted: Accepted, known: ReadonlySet<string>): Objection | null {
  const name = file.name.toLowerCase();
  if (known.has(identity(file))) return 'twice';
  if (!accepted.suffixes.some((suffix) => name.endsWith(suffix))) return 'format';
  if (file.size === 0) return 'empty';
  return file.size > accepted.max_bytes ? 'size' : null;
}

/** Two files that are the same in all this are the same file; others with the same content are known by the service. */
function identity({ name, size, lastModified }: File): string {
  return `${name}\0${size}\0${lastModified}`;
}
