/** What the service asks of a password, told while it is typed; the service decides by itself. */
export const SHORTEST = 12;
export const LONGEST = 1024;

export interface PasswordVerdict {
  long: boolean;
  /** It is neither the user name nor the e-mail address. */
  distinct: boolean;
}

export function judged(password: string, username: string, email: string): PasswordVerdict {
  const length = [...password.normalize('NFKC')].length;
  const names = [username, email, email.split('@')[0] ?? ''].map(folded).filter(Boolean);
  return {
    long: SHORTEST <= length && length <= LONGEST,
    distinct: password !== '' && !names.includes(folded(password)),
  };
}

function folded(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

/** Without what is easily mistaken for something else when read aloud or written down: 0 and o, 1 and l. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Five groups of four, 100 bits: to be handed over once and replaced by its user. */
export function generated(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  const letters = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
