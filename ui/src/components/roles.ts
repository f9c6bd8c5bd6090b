import type { Schemas } from '@/api/client';

type Role = Schemas['Role'];

export const ROLES = ['technician', 'expert', 'admin'] as const satisfies Role[];

const RANK: Record<Role, number> = { technician: 0, expert: 1, admin: 2 };

/** Whether a role may do what another may: what the app shows. The service decides by itself. */
export function atLeast(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}
