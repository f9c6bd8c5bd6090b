import type { Schemas } from '@/api/client';

export type Named = Schemas['MachineOut'];

/** A machine under every name that its manuals give it. */
export interface Machine {
  /** The one that tells most of it: what is shown, and sent. */
  name: string;
  others: string[];
  makers: string;
}

/** Each machine once. Names that the same manuals give are names of one machine: "177", "177 multimeter", "multimeter". */
export function machinesOf(named: Named[]): Machine[] {
  const byManuals = new Map<string, Named[]>();
  for (const each of named) {
    const manuals = [...each.document_ids].sort().join();
    byManuals.set(manuals, [...(byManuals.get(manuals) ?? []), each]);
  }
  return [...byManuals.values()]
    .map((same) => {
      const names = same.map(({ name }) => name);
      const name = best(names);
      const makers = [...new Set(same.flatMap(({ manufacturers }) => manufacturers))].join(', ');
      return { name, others: names.filter((other) => other !== name), makers };
    })
    .sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}

/** The model with what it is: the longest name around the shortest that has a digit, or else the longest. */
function best(names: string[]): string {
  const byLength = [...names].sort((one, other) => one.length - other.length);
  const model = byLength.find((name) => /\d/.test(name)) ?? '';
  return byLength.findLast((name) => name.toLowerCase().includes(model.toLowerCase())) ?? '';
}

/** Whether everything that was typed is in a name of it or of its maker, whatever the accents. */
export function answersTo({ name, others, makers }: Machine, typed: string): boolean {
  const known = plain([name, ...others, makers].join(' '));
  return plain(typed)
    .split(/\s+/)
    .every((word) => known.includes(word));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
