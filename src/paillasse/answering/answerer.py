"""The second straight line: question → understand → retrieve → context → generate → verify → answer or refusal."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from paillasse.answering import notices, prompts
from paillasse.answering.context import expand, passage_of
from paillasse.answering.evidence.look_ups import is_look_up
from paillasse.answering.evidence.machines import candidate, editions, in_own_language, rivals
from paillasse.answering.evidence.relevance import about_no_machine
from paillasse.answering.evidence.scoring import LineScorer
from paillasse.answering.evidence.sufficiency import Evidence, judge
from paillasse.answering.evidence.tickets import refuses, with_offer
from paillasse.answering.evidence.unknown_codes import missing_code, refusal
from paillasse.answering.generation.questions import standalone, wordings
from paillasse.answering.generation.widening import merged, understandings
from paillasse.answering.models.consultation import Consultation
from paillasse.answering.tracing import Laps, context_trace, model_trace, search_trace
from paillasse.answering.writing import Writers, Writing
from paillasse.errors.models import LanguageModelError
from paillasse.language.text import printable
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.answering import Context, ScoredLine
from paillasse.protocols.stores import ChunkStore, DocumentStore
from paillasse.retrieval.analysis import QuestionAnalyser, Understanding, check_question
from paillasse.retrieval.retriever import Retrieval, Retriever
from paillasse.retrieval.shelf import Shelf
from paillasse.types.answers import Answer, ClaimAccepted, Outcome, Passage, Usage
from paillasse.types.documents import Document
from paillasse.types.questions import Hit, Query

_NEAREST = 3
_LOOK_UP = "look_up"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is known of the documents in scope before any question: loaded once, reused for every question."""

    documents: Shelf
    analyser: QuestionAnalyser
    unsearched: tuple[str, ...] = ()
    """Titles of documents that are in another index: they were ingested with another configuration."""


class Answerer:
    """Answers questions over one corpus."""

    def __init__(
        self,
        corpus: Corpus,
        retriever: Retriever,
        scorer: LineScorer,
        writers: Writers,
        stores: tuple[DocumentStore, ChunkStore],
        config: PipelineConfig,
    ) -> None:
        self.corpus = corpus
        self.retriever = retriever
        self._scorer = scorer
        self._writers = writers
        self._documents, self._chunks = stores
        self._config = config

    async def answer(self, query: Query) -> Answer:
        """Answer, refuse, or ask which machine is meant.

        Raises:
            InvalidQuestion: no word in it, more than 4,000 characters, or a machine whose name has over 200.
            EmptyIndex: there is no document in scope.
        """
        [answer] = [event async for event in self.stream(query) if isinstance(event, Answer)]
        return answer

    async def stream(self, query: Query, spent: list[Usage] | None = None) -> AsyncGenerator[ClaimAccepted | Answer]:
        """The same as it comes about: each claim once its check passed, and the finished answer last.

        Raises what `answer` raises. `spent` gets what language models used, however it ends.
        """
        # What no keyboard types (control characters, lone surrogates) reaches neither model nor index nor terminal.
        query = replace(query, text=printable(query.text), equipment=printable(query.equipment))
        check_question(query, self.corpus.documents)
        course = _Course(query, self._writers.models.consult() if self._writers.models else None)
        try:
            async with aclosing(self._pursued(course)) as events:
                async for event in events:
                    yield event
        finally:
            if spent is not None and course.consultation is not None:
                spent += course.consultation.usage()

    async def _pursued(self, course: _Course) -> AsyncGenerator[ClaimAccepted | Answer]:
        query = course.query
        await self._stand_alone(course)
        understood = self.corpus.analyser.analyse(course.query.text, query.equipment, query.scope.document_ids)
        course.clock.lap("understand")
        retrieval = await self._retrieve(understood, course)
        course.clock.lap("retrieve")
        draft = Answer(
            question=query.text,
            language=understood.language,
            outcome=Outcome.REFUSED,
            notices=notices.of_question(query, understood, self.corpus.unsearched),
            trace_id=uuid.uuid4().hex,
            config_hash=self._config.hash,
        )
        async with aclosing(self._conclude(draft, understood, retrieval, course)) as events:
            held: list[ClaimAccepted] | None = [] if self._config.answering.escalation == "refuse" else None
            async for event in events:
                if isinstance(event, Answer):
                    finished = self._finished(event, understood, retrieval, course)
                    for claim in held or () if finished.claims else ():
                        yield claim
                    yield finished
                elif held is None:
                    yield event
                else:  # whether there is an answer is known when all of it is there
                    held.append(event)

    async def _stand_alone(self, course: _Course) -> None:
        """Have a follow-up question say what it is about."""
        consultation = course.consultation
        if consultation is None or not course.query.history or not consultation.config.rewrite:
            return
        try:
            text = await standalone(course.query, consultation)
        except LanguageModelError as error:
            course.failures.append(error)
            return
        course.query = replace(course.query, text=text)
        course.notes["rewritten"] = text

    async def _retrieve(self, understood: Understanding, course: _Course) -> Retrieval:
        """What the question finds, and with a model what other wordings of it find."""
        documents, scope = self.corpus.documents, course.query.scope
        first = await self.retriever.retrieve(understood, scope, documents)
        if course.consultation is None:
            return first
        try:
            others = await wordings(understood.text, understood.language, documents.languages, course.consultation)
        except LanguageModelError as error:
            course.failures.append(error)
            return first
        course.notes["wordings"] = [*others.questions, *filter(None, [others.passage])]
        asked = understandings(understood, others, self.corpus.analyser)
        found = [await self.retriever.retrieve(other, scope, documents) for other in asked]
        return merged(first, found, self._config.retrieval.pool) if found else first

    async def _conclude(
        self, draft: Answer, understood: Understanding, retrieval: Retrieval, course: _Course
    ) -> AsyncGenerator[ClaimAccepted | Answer]:
        query = course.query
        if understood.stranger:
            reason = prompts.REFUSE_UNKNOWN_EQUIPMENT.render(draft.language, equipment=query.equipment)
            yield replace(draft, reason=reason, trace={"refusal": prompts.REFUSE_UNKNOWN_EQUIPMENT.name})
            return
        unknown = await self._unknown_code(query, understood, retrieval)
        if unknown:
            draft = replace(draft, trace={"refusal": prompts.REFUSE_UNKNOWN_CODE.name})
            yield self._refuse(draft, retrieval, unknown)
            return
        hits = await expand(retrieval.hits, self._chunks)
        lines = await self._scorer.score(understood, hits, retrieval.codes)
        hits, lines = in_own_language(understood.language, hits, lines, self.corpus.documents)
        course.clock.lap("context")
        evidence = self._worth(understood, lines, hits)
        draft = replace(draft, trace={"evidence": evidence.told})
        if about_no_machine(understood.text, lines, evidence, named=retrieval.document_ids is not None):
            reason = prompts.REFUSE_NO_MACHINE.render(draft.language)
            yield replace(draft, reason=reason, trace={**draft.trace, "refusal": prompts.REFUSE_NO_MACHINE.name})
            return
        if not query.equipment and (machines := self._which_machine(understood, retrieval, lines)):
            reason, asked = prompts.ASK_EQUIPMENT.render(draft.language), tuple(map(candidate, machines))
            yield replace(draft, outcome=Outcome.AMBIGUOUS, reason=reason, candidates=asked)
            return
        if course.consultation is not None and is_look_up(query, retrieval, evidence, self._config.answering):
            course.notes[_LOOK_UP] = True
        writing = Writing(self.corpus.documents, hits, (self._documents, self._chunks), course.clock.lap)
        context = Context(query, understood.language, tuple(hits), lines)
        if evidence.confidence >= self._config.answering.min_confidence:
            async with aclosing(self._written(writing, context, course)) as claims:
                async for claim in claims:
                    yield claim
        assembly = writing.assembly()
        draft = replace(
            draft,
            confidence=evidence.confidence,
            trace={
                **draft.trace,
                "context": context_trace(context, writing.sent, self.corpus.documents),
                "dropped": assembly.dropped,
                "linked_warnings": assembly.linked_warnings,
            },
        )
        if not assembly.claims:
            draft = replace(draft, trace={**draft.trace, "refusal": prompts.REFUSE_NO_EVIDENCE.name})
            yield self._refuse(draft, retrieval, prompts.REFUSE_NO_EVIDENCE.render(draft.language))
            return
        others = editions(query.scope, understood, assembly, self.corpus.documents)
        yield replace(
            draft,
            outcome=Outcome.ANSWERED,
            claims=assembly.claims,
            warnings=assembly.warnings,
            citations=assembly.citations,
            candidates=tuple(candidate(document) for edition in others.values() for document in edition),
            notices=(*draft.notices, *notices.of_answer(assembly, others, self.corpus.documents, draft.language)),
        )

    async def _written(self, writing: Writing, context: Context, course: _Course) -> AsyncGenerator[ClaimAccepted]:
        """What the model writes; all of it, or what is missing when it fails, comes from the manuals verbatim."""
        if course.consultation is not None and _LOOK_UP not in course.notes:
            limits = self._config.answering
            most = max(limits.max_claims, limits.max_steps)
            async with aclosing(writing.by_model(context, course.consultation, most)) as claims:
                async for claim in claims:
                    yield claim
            course.failures += writing.failures
            course.notes |= {"prompt": writing.prompt, "sent": [list(place) for place in writing.sent]}
            if not writing.failures:
                return
        async with aclosing(writing.by_hand(context, self._writers.extractive)) as claims:
            async for claim in claims:
                yield claim

    def _finished(self, answer: Answer, understood: Understanding, retrieval: Retrieval, course: _Course) -> Answer:
        """The answer with what is known of how it came about; degraded when a model failed on the way."""
        trace = search_trace(understood, retrieval, self.corpus.documents)
        models = self._writers.models
        writer = models and _LOOK_UP not in course.notes and models.writer.model
        name = (writer or self._writers.extractive).name
        trace |= {"generator": name, "prompts": [p.reference for p in prompts.ALL], **answer.trace}
        if course.consultation is not None:
            answer = replace(answer, usage=course.consultation.usage())
            trace["model"] = model_trace(course.consultation, answer.usage, course.failures, course.notes)
        if course.failures:
            why = prompts.MODEL_DID[course.failures[0].code].render(answer.language)
            notice = prompts.NOTICE_MODEL_FAILED.render(answer.language, why=why)
            outcome = Outcome.DEGRADED if answer.outcome is Outcome.ANSWERED else answer.outcome
            answer = replace(answer, outcome=outcome, notices=(*answer.notices, notice))
        answer = self._escalated(replace(answer, trace=trace), retrieval)
        course.clock.lap("predict")
        return replace(answer, timings_ms=course.clock.laps())

    def _escalated(self, answer: Answer, retrieval: Retrieval) -> Answer:
        """With how likely it is a case for a ticket; without what it says, where that is too likely to show it."""
        predictor, config = self._writers.predictor, self._config.answering
        if predictor is None:
            return answer
        predicted = predictor.predict(answer)
        if refuses(answer, predicted, config):
            trace = {**answer.trace, "refusal": prompts.REFUSE_UNLIKELY.name}
            bare = replace(answer, claims=(), warnings=(), citations=(), candidates=(), notices=(), trace=trace)
            answer = self._refuse(bare, retrieval, prompts.REFUSE_UNLIKELY.render(answer.language))
        return with_offer(answer, predicted, config)

    async def _unknown_code(self, query: Query, understood: Understanding, retrieval: Retrieval) -> str:
        """The refusal sentence when the question names a code that its machine's manual does not have."""
        if not understood.codes or (retrieval.document_ids is None and len(self.corpus.documents) > 1):
            return ""
        listed = await self._chunks.code_keys(replace(query.scope, document_ids=retrieval.document_ids))
        key = missing_code(understood, retrieval, listed)
        return refusal(key, listed, understood.language) if key else ""

    def _which_machine(
        self, understood: Understanding, retrieval: Retrieval, lines: Sequence[ScoredLine]
    ) -> Sequence[Document]:
        """The machines to choose from, when none was named for sure and several could answer."""
        if retrieval.document_ids is not None:
            return ()

        def able(document_id: str) -> bool:
            own = [line for line in lines if line.chunk.document_id == document_id]
            found = [hit for hit in retrieval.hits if hit.chunk.document_id == document_id]
            return self._worth(understood, own, found).confidence >= self._config.answering.min_confidence

        return rivals(retrieval.hits, self._config.answering.ambiguity_share, able, self.corpus.documents)

    def _worth(self, understood: Understanding, lines: Sequence[ScoredLine], hits: Sequence[Hit]) -> Evidence:
        passages = sum(document.chunk_count for document in self.corpus.documents.values())
        return judge(understood.text, lines, hits, passages)

    def _refuse(self, draft: Answer, retrieval: Retrieval, reason: str) -> Answer:
        return replace(draft, outcome=Outcome.REFUSED, reason=reason, nearest=self._nearest(retrieval.hits))

    def _nearest(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        documents = self.corpus.documents
        return tuple(passage_of(hit.chunk, documents[hit.chunk.document_id]) for hit in hits[:_NEAREST])


@dataclass(slots=True)
class _Course:
    """What happens to one question on its way."""

    query: Query
    """As asked, then understandable by itself."""
    consultation: Consultation | None
    clock: Laps = field(default_factory=Laps)
    failures: list[LanguageModelError] = field(default_factory=list[LanguageModelError])
    notes: dict[str, object] = field(default_factory=dict[str, object])
    """What models added, for the trace."""
