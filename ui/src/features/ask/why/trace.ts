/** A trace as the service recorded it. It grows: what is not known here is shown all the same. */
export type Trace = Record<string, unknown>;

export interface Hit {
  chunk: string;
  file: string;
  pages: number[];
  heading: string;
  score: number;
  lanes: Record<string, number>;
  text?: string;
}

/** A line that the answer was to be taken from. */
export interface Read {
  file: string;
  page: number;
  heading: string;
  text: string;
}

export interface DroppedClaim {
  claim: string;
  verdict: string;
}

export function known(trace: Trace) {
  const { understood, hits, pages, context, evidence, dropped, generator, prompts, model, ...rest } = trace;
  return {
    understood,
    hits: list<Hit>(hits),
    pages,
    context: list<Read>(context),
    evidence,
    dropped: list<DroppedClaim>(dropped),
    generator,
    prompts,
    model: typeof model === 'object' && model !== null ? (model as Record<string, unknown>) : null,
    rest,
  };
}

function list<Item>(value: unknown): Item[] {
  return Array.isArray(value) ? (value as Item[]) : [];
}

/** Every lane that found something, in the order in which they first occur. */
export function lanesOf(hits: Hit[]): string[] {
  return [...new Set(hits.flatMap(({ lanes }) => Object.keys(lanes ?? {})))];
}
