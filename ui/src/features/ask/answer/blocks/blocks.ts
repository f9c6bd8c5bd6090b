/** An answer in the order in which it is read: each warning before the claim that it bears on, steps in one list, and
 * the manual wherever another one goes on: two machines are not to be mistaken for one. */
import type { Schemas } from '@/api/client';

export type Claim = Schemas['ClaimOut'];
export type Citation = Schemas['CitationOut'];
/** Read before the claim of this index; before all of them where that is not known. */
export type Warning = Claim & { before?: number | null };
export type Level = NonNullable<Claim['warning']>;

export interface Shown {
  claims: Claim[];
  warnings: Warning[];
  citations: Citation[];
}

export type Block =
  /** Whose words follow. */
  | { type: 'manual'; key: string; title: string }
  | { type: 'warning'; key: string; level: Level; claims: Claim[] }
  | { type: 'steps'; key: string; steps: Step[] }
  | { type: 'claim'; key: string; claim: Claim };

export interface Step {
  /** Index of the claim: what a tick is kept under. */
  index: number;
  marker: string;
  text: string;
  claim: Claim;
}

/** A number as manuals print it before a step; a quantity ("10 mL of") is none. */
const PRINTED = /^\(?(\d{1,3}|[a-z])(?:[.)]\s+|\s+(?=\p{Lu}))/u;

export function blocks({ claims, warnings, citations }: Shown): Block[] {
  const found: Block[] = [];
  const printed = claims.some(({ kind, text }) => kind === 'step' && PRINTED.test(text));
  let counted = 0;
  let manual = '';
  claims.forEach((claim, index) => {
    const cited = citations.find(({ number }) => number === claim.citations[0]);
    if (cited && cited.document_id !== manual) {
      manual = cited.document_id;
      found.push({ type: 'manual', key: `manual-${index}`, title: cited.title });
    }
    for (const warning of warnings) if (at(warning, claims.length) === index) addWarning(found, warning);
    if (claim.kind === 'warning') addWarning(found, claim);
    else if (claim.kind === 'step') addStep(found, step(claim, index, printed ? '' : `${++counted}.`));
    else found.push({ type: 'claim', key: `claim-${index}`, claim });
  });
  if (!claims.length) for (const warning of warnings) addWarning(found, warning);
  return found;
}

function at(warning: Warning, claims: number): number {
  return Math.min(warning.before ?? 0, claims - 1);
}

/** The lines of one warning are told one by one: those of a level that follow each other stand in one frame. */
function addWarning(found: Block[], claim: Claim): void {
  const level = claim.warning ?? 'warning';
  const last = found.at(-1);
  if (last?.type === 'warning' && last.level === level) last.claims.push(claim);
  else found.push({ type: 'warning', key: `warning-${found.length}`, level, claims: [claim] });
}

function addStep(found: Block[], added: Step): void {
  const last = found.at(-1);
  if (last?.type === 'steps') last.steps.push(added);
  else found.push({ type: 'steps', key: `steps-${added.index}`, steps: [added] });
}

/** A step under the number it has in the manual, which others refer to; else under its own. */
function step(claim: Claim, index: number, counted: string): Step {
  const [marker = ''] = PRINTED.exec(claim.text) ?? [];
  return { index, marker: marker.trim() || counted, text: claim.text.slice(marker.length), claim };
}

/** A table row as (column, cell) pairs, untitled columns with an empty name; null where it does not read like one. */
export function cells(text: string): [string, string][] | null {
  const pairs: [string, string][] = [];
  for (const part of text.split('; ')) {
    const [, column, cell] = /^(.{1,80}?): (.+)$/s.exec(part) ?? [];
    const last = pairs.at(-1);
    if (column && cell) pairs.push([column, cell]);
    else if (last) last[1] += `; ${part}`;
    else pairs.push(['', part]);
  }
  return pairs.length > 1 ? pairs : null;
}
