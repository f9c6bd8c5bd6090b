/** What the address of the list says, and what is asked of the service for it. */
import type { Schemas } from '@/api/client';
import type { Narrowing, Part } from '../queries';

export interface Address {
  q?: string;
  manufacturer?: string;
  equipment?: string;
  kind?: string;
  language?: string;
  status?: string;
  collection?: string;
  standing?: string;
  sort?: string;
  page?: number;
}

/** Manuals on a page of the list. */
export const PER_PAGE = 50;

export const KINDS = ['user_manual', 'service_manual', 'sop', 'bulletin', 'datasheet', 'other'] as const;
const STATUSES = ['ready', 'needs_review'] as const;
export const STANDINGS = ['current', 'superseded', 'all'] as const;
const ORDERS = ['title', 'manufacturer', 'ingested_at', 'effective_date', 'pages'] as const;
/** As the address writes them: a minus sign stands for descending. */
export const SORTS = [
  ...['title', 'manufacturer'],
  ...['-ingested_at', 'ingested_at'],
  ...['-effective_date', 'effective_date'],
  ...['-pages', 'pages'],
] as readonly Sort[];
export type Sort = Schemas['Order'] | '-ingested_at' | '-effective_date' | '-pages';

/** Somebody may have typed the address: what it says and nobody knows does not count. */
export function narrowingOf(address: Address): Narrowing {
  return {
    text: address.q,
    manufacturer: address.manufacturer,
    equipment: address.equipment,
    kind: known(KINDS, address.kind),
    language: address.language?.slice(0, 2),
    status: known(STATUSES, address.status),
    collection: address.collection,
    standing: known(STANDINGS, address.standing),
  };
}

export function partOf({ sort, page = 1 }: Address): Part {
  const wanted = sortOf(sort);
  const descending = wanted.startsWith('-');
  return {
    sort: known(ORDERS, wanted.replace(/^-/, '')) ?? 'title',
    descending,
    offset: (page - 1) * PER_PAGE,
    limit: PER_PAGE,
  };
}

export function sortOf(sort: string | undefined): Sort {
  return known(SORTS, sort) ?? 'title';
}

/** How many filters the address sets: the words that are looked for are no filter. */
export function filters(address: Address): number {
  const { q: _, sort: __, page: ___, ...rest } = address;
  return Object.values(rest).filter(Boolean).length;
}

function known<Value extends string>(values: readonly Value[], value: string | undefined): Value | undefined {
  return values.find((each) => each === value);
}
