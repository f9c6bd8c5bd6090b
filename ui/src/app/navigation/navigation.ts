import {
  IconBooks,
  IconChecklist,
  IconHistory,
  IconMessageQuestion,
  IconRocket,
  IconSettings,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Schemas } from '@/api/client';
import { atLeast } from '@/components/roles';

type Role = Schemas['Role'];

const PLACES = [
  { to: '/ask', name: 'ask', icon: IconMessageQuestion, role: 'technician' },
  { to: '/history', name: 'history', icon: IconHistory, role: 'technician' },
  { to: '/documents', name: 'documents', icon: IconBooks, role: 'technician' },
  { to: '/review', name: 'review', icon: IconChecklist, role: 'expert' },
  { to: '/releases', name: 'releases', icon: IconRocket, role: 'expert' },
  { to: '/admin', name: 'admin', icon: IconSettings, role: 'admin' },
] as const satisfies readonly { to: string; name: string; icon: TablerIcon; role: Role }[];

/** Where a role may go, in the order of the navigation. */
export function placesFor(role: Role) {
  return PLACES.filter((place) => atLeast(role, place.role));
}
