import type { Schemas } from '@/api/client';
import type { Queued } from '../queries';
import { pagesIn } from './pages';

/** Pages of one manual as they are typed. */
export interface Evidence {
  document_id: string;
  title: string;
  pages: string;
}

/** What a golden case is made of, as it is typed. */
export interface TypedCase {
  question: string;
  answer: string;
  /** No manual answers it: a refusal is right. */
  unanswerable: boolean;
  evidence: Evidence[];
  /** One fact a line, its wordings apart by `|`. */
  facts: string;
}

/** With what is said of the feedback. */
export interface Typed extends TypedCase {
  note: string;
}

/** What is known before the expert types anything: the pages cited, and what the user says is right. */
export function known({ query, feedback, outcome }: Queued, citations: Schemas['CitationOut'][]): Typed {
  const cited = new Map<string, { title: string; pages: Set<number> }>();
  for (const { document_id, title, page } of citations) {
    const entry = cited.get(document_id) ?? { title, pages: new Set() };
    entry.pages.add(page);
    cited.set(document_id, entry);
  }
  return {
    question: query,
    answer: feedback.corrected_answer,
    unanswerable: feedback.reason === 'answered_wrongly' || (outcome === 'refused' && feedback.thumb === 'up'),
    evidence: [...cited].map(([document_id, { title, pages }]) => ({
      document_id,
      title,
      pages: [...pages].sort((a, b) => a - b).join(', '),
    })),
    facts: '',
    note: feedback.review?.note ?? '',
  };
}

/** As the service takes it; null where pages are missing or cannot be read. */
export function expected(typed: TypedCase): Schemas['ExpectedIn'] | null {
  const evidence = [];
  for (const { document_id, pages } of typed.unanswerable ? [] : typed.evidence) {
    const numbers = pagesIn(pages);
    if (!numbers) return null;
    evidence.push({ document_id, pages: numbers });
  }
  if (!typed.question.trim() || !(typed.unanswerable || evidence.length)) return null;
  const facts = typed.facts
    .split('\n')
    .map((line) => line.split('|').flatMap((wording) => wording.trim() || []))
    .filter((wordings) => wordings.length);
  return {
    question: typed.question.trim(),
    answer: typed.answer.trim(),
    must_contain: facts,
    ...(evidence.length && { evidence }),
    ...(typed.unanswerable && { answerable: false }),
  };
}

/** A golden case as it is kept, to be typed over; `evidence` are its manuals, as far as they are there. */
export function typedOf(golden: Schemas['GoldenCase'], evidence: Evidence[]): TypedCase {
  return {
    question: golden.question,
    answer: golden.answer ?? '',
    unanswerable: !golden.answerable,
    evidence,
    facts: golden.must_contain.map((wordings) => wordings.join(' | ')).join('\n'),
  };
}
