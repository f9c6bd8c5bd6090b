"""The second straight line: question → understand → retrieve → context → generate → verify → answer or refusal."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from paillasse.analyzers import tokens, variants
from paillasse.answering import prompts
from paillasse.answering.assembly import Assembly, assemble
from paillasse.answering.context import expand
from paillasse.answering.evidence.scoring import LineScorer
from paillasse.answering.evidence.sufficiency import judge
from paillasse.answering.evidence.unknown_codes import missing_code, refusal
from paillasse.errors import DocumentNotFound, EmptyIndex, InvalidQuestion
from paillasse.page_types import Page
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols import ChunkStore, Context, DocumentStore, Generator, ScoredLine
from paillasse.retrieval.analysis import QuestionAnalyser, Understanding
from paillasse.retrieval.retriever import Retrieval, Retriever
from paillasse.types import Answer, Candidate, Document, DraftClaim, Hit, Outcome, Passage, Query

_LONGEST_QUESTION = 4000
_NEAREST = 3
_MOST_CANDIDATES = 6
_TRACED_HITS = 20
_UNREAD_NAMED = 8


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is known of the documents in scope before any question: loaded once, reused for every question."""

    documents: Mapping[str, Document]
    analyser: QuestionAnalyser


class Answerer:
    """Answers questions over one corpus."""

    def __init__(
        self,
        corpus: Corpus,
        retriever: Retriever,
        scorer: LineScorer,
        generator: Generator,
        stores: tuple[DocumentStore, ChunkStore],
        config: PipelineConfig,
    ) -> None:
        self._corpus = corpus
        self._retriever = retriever
        self._scorer = scorer
        self._generator = generator
        self._documents, self._chunks = stores
        self._config = config

    async def answer(self, query: Query) -> Answer:
        """Answer, refuse, or ask which machine is meant.

        Raises:
            InvalidQuestion: no word in it, or more than 4,000 characters.
            EmptyIndex: there is no document in scope.
        """
        _check(query, self._corpus.documents)
        clock = _Laps()
        understood = self._corpus.analyser.analyse(query.text, query.equipment)
        clock.lap("understand")
        retrieval = await self._retriever.retrieve(understood, query.scope, self._corpus.documents)
        clock.lap("retrieve")
        draft = Answer(
            question=query.text,
            language=understood.language,
            outcome=Outcome.REFUSED,
            notices=self._notices(query, understood),
            trace_id=uuid.uuid4().hex,
            config_hash=self._config.hash,
        )
        answer = await self._conclude(draft, query, understood, retrieval, clock)
        trace = {**self._trace(understood, retrieval), **answer.trace}
        return replace(answer, timings_ms=clock.laps(), trace=trace)

    async def _conclude(
        self, draft: Answer, query: Query, understood: Understanding, retrieval: Retrieval, clock: _Laps
    ) -> Answer:
        if understood.stranger:
            reason = prompts.REFUSE_UNKNOWN_EQUIPMENT.render(draft.language, equipment=query.equipment)
            return replace(draft, reason=reason)
        unknown = await self._unknown_code(query, understood, retrieval)
        if unknown:
            return self._refuse(draft, retrieval, unknown)
        hits = await expand(retrieval.hits, self._chunks)
        lines = await self._scorer.score(understood, hits, retrieval.codes)
        context = Context(query, understood.language, tuple(hits), lines)
        clock.lap("context")
        candidates = () if query.equipment else self._which_machine(understood, retrieval, lines)
        if candidates:
            reason = prompts.ASK_EQUIPMENT.render(draft.language)
            return replace(draft, outcome=Outcome.AMBIGUOUS, reason=reason, candidates=candidates)
        proposed = [claim async for claim in self._generator.generate(context)]
        clock.lap("generate")
        evidence = judge(understood.text, lines)
        assembly = await self._verified(proposed, hits)
        clock.lap("verify")
        trace: dict[str, object] = {
            "evidence": evidence.features,
            "dropped": assembly.dropped,
            "linked_warnings": assembly.linked_warnings,
        }
        if not assembly.claims or evidence.confidence < self._config.answering.min_confidence:
            reason = prompts.REFUSE_NO_EVIDENCE.render(draft.language)
            refused = self._refuse(draft, retrieval, reason)
            return replace(refused, confidence=evidence.confidence, trace=trace)
        return replace(
            draft,
            outcome=Outcome.ANSWERED,
            claims=assembly.claims,
            warnings=assembly.warnings,
            citations=assembly.citations,
            confidence=evidence.confidence,
            notices=(*draft.notices, *self._unread(assembly, draft.language)),
            trace=trace,
        )

    async def _verified(self, proposed: Sequence[DraftClaim], hits: Sequence[Hit]) -> Assembly:
        chunks = {h.chunk.id: h.chunk for h in hits}
        cited = list(dict.fromkeys(c for claim in proposed for c, _ in claim.evidence if c in chunks))
        warnings = await self._chunks.get([w for c in cited for w in chunks[c].warnings])
        needed = {
            (chunk.document_id, span.page)
            for chunk in [*(chunks[c] for c in cited), *warnings.values()]
            for line in chunk.lines
            for span in line.spans
        }
        pages = {key: page for key in sorted(needed) if (page := await self._page(*key))}
        return assemble(proposed, {**chunks, **warnings}, self._corpus.documents, pages)

    async def _page(self, document_id: str, number: int) -> Page | None:
        """None for a document removed since it was found: what it said is then not found again."""
        try:
            return await self._documents.page(document_id, number)
        except DocumentNotFound:
            return None

    async def _unknown_code(self, query: Query, understood: Understanding, retrieval: Retrieval) -> str:
        """The refusal sentence when the question names a code that its machine's manual does not have."""
        if not understood.codes or (retrieval.document_ids is None and len(self._corpus.documents) > 1):
            return ""
        listed = await self._chunks.code_keys(replace(query.scope, document_ids=retrieval.document_ids))
        key = missing_code(understood, retrieval, listed)
        return refusal(key, listed, understood.language) if key else ""

    def _which_machine(
        self, understood: Understanding, retrieval: Retrieval, lines: Sequence[ScoredLine]
    ) -> tuple[Candidate, ...]:
        """Candidates when no machine was named for sure and several could answer, nearly as well as each other.

        A machine whose manual does not hold the evidence is no candidate, and manuals of one machine (its languages,
        its service manual) count once, by the best of them.
        """
        if retrieval.document_ids is not None:
            return ()
        leaders: dict[str, float] = {}
        for hit in retrieval.hits:
            leaders.setdefault(hit.chunk.document_id, hit.score)
        least = self._config.answering.ambiguity_share * max(leaders.values(), default=0.0)
        machines: list[Document] = []
        for document in (self._corpus.documents[d] for d, score in leaders.items() if score >= least):
            own = [s for s in lines if s.chunk.document_id == document.id]
            able = judge(understood.text, own).confidence >= self._config.answering.min_confidence
            if able and not any(_models(document) & _models(other) for other in machines):
                machines.append(document)
        found = [Candidate(d.id, d.metadata.title, d.metadata.equipment) for d in machines[:_MOST_CANDIDATES]]
        return tuple(found) if len(found) > 1 else ()

    def _refuse(self, draft: Answer, retrieval: Retrieval, reason: str) -> Answer:
        return replace(draft, outcome=Outcome.REFUSED, reason=reason, nearest=self._nearest(retrieval.hits))

    def _nearest(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        passages: list[Passage] = []
        for hit in hits[:_NEAREST]:
            chunk, document = hit.chunk, self._corpus.documents[hit.chunk.document_id]
            page = chunk.pages[0] if chunk.pages else 1
            heading = " > ".join(chunk.heading_path[-2:])
            label = next((c.label for c in document.coverage.pages if c.page == page), str(page))
            passages.append(Passage(document.id, document.metadata.title, page, label, heading, chunk.text))
        return tuple(passages)

    def _notices(self, query: Query, understood: Understanding) -> tuple[str, ...]:
        if query.equipment and not understood.equipment.document_ids and not understood.stranger:
            text = prompts.NOTICE_UNKNOWN_EQUIPMENT.render(understood.language, equipment=query.equipment)
            return (text,)
        return ()

    def _unread(self, assembly: Assembly, language: str) -> tuple[str, ...]:
        """Nothing silent: say when a cited manual has pages that could not be read."""
        notices: list[str] = []
        for document_id in dict.fromkeys(c.document_id for c in assembly.citations):
            document = self._corpus.documents[document_id]
            unread = [str(p.page) for p in document.coverage.pages if p.trouble is not None]
            if unread:
                pages = ", ".join(unread[:_UNREAD_NAMED]) + ("…" if len(unread) > _UNREAD_NAMED else "")
                title = document.metadata.title
                notices.append(prompts.NOTICE_PARTLY_READ.render(language, title=title, pages=pages))
        return tuple(notices)

    def _trace(self, understood: Understanding, retrieval: Retrieval) -> dict[str, object]:
        """Why this answer: plain JSON values."""
        names = {d: document.filename for d, document in self._corpus.documents.items()}
        places = dict.fromkeys((names[h.chunk.document_id], page) for h in retrieval.hits for page in h.chunk.pages)
        return {
            "understood": {
                "text": understood.text,
                "language": understood.language,
                "corrections": dict(understood.corrections),
                "codes": list(understood.codes),
                "equipment": [names[d] for d in understood.equipment.document_ids],
                "equipment_is_filter": understood.equipment.sure,
                "embedded_text": understood.embedded_text,
            },
            "pages": [{"file": file, "page": page} for file, page in places],
            "hits": [
                {
                    "chunk": h.chunk.id,
                    "file": names[h.chunk.document_id],
                    "pages": list(h.chunk.pages),
                    "heading": " > ".join(h.chunk.heading_path),
                    "score": round(h.score, 4),
                    "lanes": {lane: round(score, 4) for lane, score in h.lanes.items()},
                }
                for h in retrieval.hits[:_TRACED_HITS]
            ],
            "generator": self._generator.name,
            "prompts": [p.reference for p in prompts.ALL],
        }


def _models(document: Document) -> set[str]:
    """What tells a model from others of its sort: "kl1500", "33120a", "530", "quivane96"."""
    words = [variants(token) for name in document.metadata.equipment for token in (*tokens(name), "")]
    single = {form for forms in words for form in forms if len(form) > 2 and any(c.isdigit() for c in form)}
    pairs = {a[0] + b[0] for a, b in pairwise(words) if a and b and a[0].isalpha() and b[0].isdigit()}
    return single | pairs


def _check(query: Query, documents: Mapping[str, Document]) -> None:
    text = query.text.strip()
    if not any(c.isalnum() for c in text):
        raise InvalidQuestion("The question holds no word.")
    if len(text) > _LONGEST_QUESTION:
        raise InvalidQuestion(f"The question has {len(text)} characters; at most {_LONGEST_QUESTION} are read.")
    if not documents:
        raise EmptyIndex("No manual has been ingested yet.")


class _Laps:
    """Milliseconds between consecutive stages."""

    def __init__(self) -> None:
        self._first = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """End the stage that was running."""
        now = time.perf_counter()
        self._laps[name] = round((now - self._last) * 1000, 2)
        self._last = now

    def laps(self) -> dict[str, float]:
        """Every stage, and the total."""
        return {**self._laps, "total": round((time.perf_counter() - self._first) * 1000, 2)}
