"""An answer as it is written: claims proposed, checked one by one, and taken from the manuals where a model fails."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from paillasse.answering.assembly import Assembly, Desk
from paillasse.answering.generation.entailment import entailed
from paillasse.answering.generation.generator import ModelGenerator
from paillasse.answering.models.consultation import Consultation, GuardedModel, Models
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.models import LanguageModelError, LanguageModelNonsense
from paillasse.protocols.answering import Context, EscalationPredictor, Generator
from paillasse.protocols.stores import ChunkStore, DocumentStore
from paillasse.types.answers import ClaimAccepted, DraftClaim, Verdict
from paillasse.types.documents import Chunk, Document
from paillasse.types.pages import Page
from paillasse.types.questions import Hit

Lap = Callable[[str], None]
"""Ends the stage of this name."""


@dataclass(frozen=True, slots=True)
class Writers:
    """Who may write answers."""

    extractive: Generator
    """Always there: it writes when there is no model, and completes what a model that fails leaves open."""
    models: Models | None = None
    predictor: EscalationPredictor | None = None
    """Says of what they wrote whether it is a case for a ticket after all."""


class Writing:
    """One answer. Nothing leaves it that was not checked against the words on the pages."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        hits: Sequence[Hit],
        stores: tuple[DocumentStore, ChunkStore],
        lap: Lap,
    ) -> None:
        self._documents, self._stores, self._lap = documents, stores, lap
        self._chunks: dict[str, Chunk] = {hit.chunk.id: hit.chunk for hit in hits}
        self._pages: dict[tuple[str, int], Page] = {}
        self._desk = Desk(self._chunks, documents, self._pages)
        self.failures: list[LanguageModelError] = []
        """What went wrong with models, in order."""
        self.sent: tuple[tuple[str, int], ...] = ()
        """(chunk id, line index) of what the model was given."""
        self.prompt = ""
        """What the model was told to do with it."""

    async def by_model(self, context: Context, consultation: Consultation, most: int) -> AsyncGenerator[ClaimAccepted]:
        """What the model says and the manuals confirm, at most `most` claims; failures are kept, not raised."""
        titles = {d.id: d.metadata.title for d in self._documents.values()}
        generator = ModelGenerator(consultation, titles, most)
        judge, proposed = consultation.judge, 0
        try:
            async with aclosing(generator.generate(context)) as drafts:
                async for draft in drafts:
                    proposed += 1
                    self._lap("generate")
                    if self._desk.says(draft.text):
                        continue  # small models repeat themselves
                    verdict = await self._judged(draft, judge, consultation)
                    if self.failures:
                        judge = None
                    if accepted := self._settle(draft, verdict):
                        yield accepted
                    if self._desk.accepted >= most:
                        break
            if proposed and not self._desk.accepted:
                raise LanguageModelNonsense(f"Nothing that {generator.name} stated stands in the lines it cites.")
        except LanguageModelError as error:
            self.failures.append(error)
        finally:
            self.sent, self.prompt = generator.sent, generator.prompt
            self._lap("generate")

    async def by_hand(self, context: Context, generator: Generator) -> AsyncGenerator[ClaimAccepted]:
        """What a generator copies from the manuals, without what was said already."""
        async for draft in generator.generate(context):
            self._lap("generate")
            await self._fetch(draft)
            if draft.evidence and self._desk.cites(draft):
                continue
            if accepted := self._settle(draft, self._desk.check(draft)):
                yield accepted
        self._lap("generate")

    def assembly(self) -> Assembly:
        """The finished claims with their warnings and citations."""
        return self._desk.assembly()

    def _settle(self, draft: DraftClaim, verdict: Verdict) -> ClaimAccepted | None:
        accepted = self._desk.accept(draft) if verdict is Verdict.SUPPORTED else None
        if accepted is None:
            self._desk.drop(draft, verdict)
        self._lap("verify")
        return accepted

    async def _judged(self, draft: DraftClaim, judge: GuardedModel | None, consultation: Consultation) -> Verdict:
        """The verdict; where a judge is there, it reads what rules cannot. Without it nothing loosens."""
        await self._fetch(draft)
        if judge is None:
            return self._desk.check(draft)
        verdict = self._desk.consistent(draft)
        if verdict is not None:
            return verdict
        try:
            said = await entailed(draft.text, self._desk.quotes(draft), judge, consultation)
        except LanguageModelError as error:
            self.failures.append(error)
            return self._desk.check(draft)
        return Verdict.SUPPORTED if said else Verdict.NOT_ENTAILED

    async def _fetch(self, draft: DraftClaim) -> None:
        """The warnings that bear on what a claim cites, and the pages of both."""
        cited = [self._chunks[c] for c, _ in draft.evidence if c in self._chunks]
        missing = [w for chunk in cited for w in chunk.warnings if w not in self._chunks]
        if missing:
            self._chunks.update(await self._stores[1].get(missing))
        warnings = [self._chunks[w] for chunk in cited for w in chunk.warnings if w in self._chunks]
        needed = {(c.document_id, s.page) for c in (*cited, *warnings) for line in c.lines for s in line.spans}
        for document_id, number in sorted(needed - self._pages.keys()):
            page = await self._page(document_id, number)
            if page is not None:
                self._pages[document_id, number] = page

    async def _page(self, document_id: str, number: int) -> Page | None:
        """None for a document removed since it was found: what it said is then not found again."""
        try:
            return await self._stores[0].page(document_id, number)
        except DocumentNotFound:
            return None
