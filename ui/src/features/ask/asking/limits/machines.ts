import type { Schemas } from '@/api/client';

export type Machine = Schemas['MachineOut'];

/** A name by which people know each of the first few machines: a manual names one in several ways, briefly and fully. */
export function bestNames(machines: Machine[], most: number): string[] {
  const byManuals = new Map<string, string>();
  for (const { name, document_ids } of machines) {
    const manuals = [...document_ids].sort().join();
    const before = byManuals.get(manuals) ?? '';
    if (name.length > before.length) byManuals.set(manuals, name);
  }
  return [...new Set(byManuals.values())].slice(0, most);
}
