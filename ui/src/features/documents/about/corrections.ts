/** What a person corrects of a manual: a draft, what of it is new, and what somebody else changed meanwhile. Pure. */
import type { Schemas } from '@/api/client';

type Metadata = Schemas['MetadataOut'];

export const FIELDS = ['title', 'manufacturer', 'equipment', 'kind', 'language', 'revision', 'effective_date'] as const;
export type Field = (typeof FIELDS)[number];
export type Draft = Pick<Metadata, Field>;

export interface Difference {
  field: Field;
  before: Draft[Field];
  now: Draft[Field];
  /** What the draft says instead; undefined where it says nothing. */
  yours: Draft[Field] | undefined;
}

export function draftOf(metadata: Metadata): Draft {
  return Object.fromEntries(FIELDS.map((field) => [field, metadata[field]])) as unknown as Draft;
}

/** What a draft says that its manual does not. */
export function changes(draft: Draft, metadata: Draft): Partial<Draft> {
  return Object.fromEntries(
    FIELDS.filter((field) => !same(draft[field], metadata[field])).map((field) => [field, draft[field]]),
  );
}

/** What somebody else changed, beside what the draft says of it. */
export function differences(seen: Draft, now: Draft, draft: Draft): Difference[] {
  const yours = changes(draft, seen);
  return FIELDS.filter((field) => !same(seen[field], now[field])).map((field) => ({
    field,
    before: seen[field],
    now: now[field],
    yours: yours[field],
  }));
}

/** The draft over what there is now: what it had not changed is taken over. */
export function rebased(seen: Draft, now: Draft, draft: Draft): Draft {
  return { ...draftOf(now as Metadata), ...changes(draft, seen) };
}

function same(one: Draft[Field], other: Draft[Field]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
