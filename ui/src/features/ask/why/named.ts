import i18next from 'i18next';

/** What the service calls something, in words; as it is where this app does not know it yet. */
export function named(kind: 'lanes' | 'stages' | 'verdicts', name: string): string {
  const key = `why.${kind}.${name}`;
  return i18next.exists(key, { ns: 'ask' }) ? i18next.t(key as 'why.lanes.code', { ns: 'ask' }) : name;
}
