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
