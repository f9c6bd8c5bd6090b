"""Pages to chunks: cut along the structure, within the embedder's budget, no word lost and no span dropped.

Three strategies share one walk over the document. `structural` never mixes sections, keeps warnings and tables apart,
repeats a table's header in each group of rows, keeps each symptom with all its causes and remedies, and cuts procedures
between steps only. `sentence` packs sentences up to the budget whatever the section. `fixed` packs windows of words,
also across sentences. All count tokens with the embedder's own tokenizer, breadcrumb included.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from paillasse.ingestion.contents import contents_blocks
from paillasse.ingestion.sentences import (
    block_lines,
    ends_sentence,
    figure_lines,
    glue,
    join_words,
    split_span,
    table_lines,
)
from paillasse.ingestion.tables.symptoms import by_symptom, same_symptom
from paillasse.pipeline_config import ChunkingConfig
from paillasse.types.documents import Chunk, ChunkKind, Line, LineKind
from paillasse.types.pages import Block, BlockKind, Page

_NAMESPACE = uuid.UUID("6f1d3b52-7a0e-5c55-9f0c-3d8a5d3f9b10")
_BREADCRUMB_SHARE = 0.25
"""At most this share of the budget goes to the breadcrumb."""

_FIXED_GRAIN = 16
"""Tokens: windows of the `fixed` strategy start and end on pieces of at most this size."""

CountTokens = Callable[[str], int]


@dataclass(slots=True)
class _Unit:
    """A block's lines with where they stand; the piece that strategies pack."""

    kind: ChunkKind
    lines: list[Line]
    path: tuple[str, ...]
    section: int
    language: str
    header: list[Line] = field(default_factory=list[Line])
    """Tables: the header rows, repeated with every group of rows."""
    symptom: Line | None = None
    """Rows of a symptom: what it is, repeated with every group of rows; None when it stands on the page before."""


@dataclass(slots=True)
class _Draft:
    kind: ChunkKind
    path: tuple[str, ...]
    section: int
    lines: list[Line] = field(default_factory=list[Line])
    languages: Counter[str] = field(default_factory=Counter[str])


def chunk_pages(
    document_id: str, title: str, pages: Sequence[Page], config: ChunkingConfig, count_tokens: CountTokens
) -> tuple[Chunk, ...]:
    """Chunks of a document in reading order, with deterministic ids (the same input gives the same ids)."""
    cutter = _Cutter(title, config, count_tokens)
    # What figures say comes after the text of their section: it never cuts a sentence, nor a passage.
    units = sorted(_units(pages, cutter), key=lambda unit: (unit.section, unit.kind is ChunkKind.FIGURE))
    drafts = cutter.structural(units) if config.strategy == "structural" else cutter.flat(units)
    return tuple(cutter.finish(document_id, drafts))


def _units(pages: Sequence[Page], cutter: _Cutter) -> Iterator[_Unit]:
    """Walk the blocks, keeping the stack of headings; a block that continues is joined to what it continues.

    Figures come out of turn: the block before one may go on after it.
    """
    stack: list[tuple[int, str]] = []
    section = 0
    pending: _Unit | None = None
    for page in pages:
        contents = contents_blocks(page)
        for block in page.blocks:
            if block.kind is BlockKind.FURNITURE or block in contents:
                continue
            if block.kind is BlockKind.HEADING:
                section += 1
                text = " ".join(w.text for w in page.words[block.span.start : block.span.end])
                stack = [*((lv, t) for lv, t in stack if lv < max(1, block.level)), (max(1, block.level), text)]
                continue
            whole = _unit(page, block, tuple(t for _, t in stack), section, cutter)
            if whole.kind is ChunkKind.FIGURE:
                yield whole
                continue
            for unit in _symptoms(page, block, whole, cutter) or [whole]:
                if pending is not None and block.continues and _joinable(pending, unit):
                    _join(pending, unit, cutter)
                    continue
                if pending is not None:
                    yield pending
                pending = unit
    if pending is not None:
        yield pending


def _unit(page: Page, block: Block, path: tuple[str, ...], section: int, cutter: _Cutter) -> _Unit:
    kind = ChunkKind.PROSE
    header: list[Line] = []
    if block.kind is BlockKind.TABLE and block.table is not None:
        kind = ChunkKind.TABLE
        rows = table_lines(page, page.tables[block.table])
        lines = [r for r in rows if r.kind is not LineKind.HEADER] or rows
        header = [piece for r in rows if r not in lines for piece in cutter.fit(page, r)]
        titles = page.tables[block.table].header
        if not header and titles:
            header = [Line(text=" ".join(t for t in titles if t), spans=(), kind=LineKind.HEADER, cells=titles)]
    elif block.kind is BlockKind.FIGURE:
        kind = ChunkKind.FIGURE
        lines = [*_caption(page, block), *figure_lines(page, block)]
    else:
        lines = block_lines(page, block)
        if block.kind is BlockKind.WARNING:
            kind = ChunkKind.WARNING
        elif block.kind is BlockKind.STEP:
            kind = ChunkKind.PROCEDURE
    fitted = [piece for line in lines for piece in cutter.fit(page, line)]
    return _Unit(kind, fitted, path, section, block.language, header)


def _caption(page: Page, block: Block) -> list[Line]:
    """The caption of the figure that holds these words."""
    spans = [figure.caption for figure in page.figures if figure.text == block.span and figure.caption]
    return [Line(join_words(page.words[span.start : span.end]), (span,), LineKind.CAPTION) for span in spans[:1]]


def _symptoms(page: Page, block: Block, whole: _Unit, cutter: _Cutter) -> list[_Unit]:
    """One unit for each symptom of a table that lists symptoms; none for anything else."""
    if block.table is None or not cutter.keeps_structure:
        return []
    found = by_symptom(page, page.tables[block.table], cutter.fits)
    return [replace(whole, kind=ChunkKind.SYMPTOM, lines=x.rows, symptom=x.symptom) for x in found]


def _joinable(before: _Unit, after: _Unit) -> bool:
    if not before.lines or not after.lines or before.section != after.section or before.kind is not after.kind:
        return False
    if before.kind is ChunkKind.SYMPTOM:
        return same_symptom(after.symptom, before.symptom)
    return before.kind is not ChunkKind.TABLE and bool(before.lines[-1].spans)


def _join(before: _Unit, after: _Unit, cutter: _Cutter) -> None:
    """Put the sentence cut by the page break together again, unless it ends there or would be too long to embed."""
    if before.kind is ChunkKind.SYMPTOM:
        before.lines.extend([*(h for h in after.header if h.spans), *after.lines])
        return
    last, first = before.lines[-1], after.lines[0]
    text = glue(last.text, first.text)
    if ends_sentence(last.text) or not cutter.fits(text):
        before.lines.extend(after.lines)
        return
    before.lines[-1] = replace(last, text=text, spans=(*last.spans, *first.spans))
    before.lines.extend(after.lines[1:])


class _Cutter:
    """Packs lines into chunks within the budget."""

    def __init__(self, title: str, config: ChunkingConfig, count_tokens: CountTokens) -> None:
        self._title = title
        self._config = config
        self._count = count_tokens
        self._specials = count_tokens("")
        self._sizes: dict[str, int] = {}
        room = int(config.max_tokens * (1 - _BREADCRUMB_SHARE)) - self._specials
        self._room_for_line = _FIXED_GRAIN if config.strategy == "fixed" else room
        self.keeps_structure = config.strategy == "structural"

    def size(self, text: str) -> int:
        """Tokens of a line without the special ones. Its end is counted too: to some tokenizers it is a token."""
        if text not in self._sizes:
            self._sizes[text] = self._count(f"{text}\n") - self._specials
        return self._sizes[text]

    def fits(self, text: str) -> bool:
        """Whether a line fits a chunk alone, beside the longest breadcrumb."""
        return self.size(text) <= self._room_for_line

    def fit(self, page: Page, line: Line) -> list[Line]:
        """The line, which stands on this page only, or its pieces when it would not fit a chunk alone."""
        if self.fits(line.text):
            return [line]
        return [replace(p, warning=line.warning) for p in split_span(page, line.spans[0], line.kind, self.fits)]

    def breadcrumb(self, path: tuple[str, ...]) -> str:
        """Title > section > subsection; when it is too long, outer sections give way first, then the title."""
        if not self._config.breadcrumb:
            return ""
        limit = int(self._config.max_tokens * _BREADCRUMB_SHARE)
        parts: list[str] = [self._title, *path]
        while parts and self.size(" > ".join(parts)) > limit:
            del parts[1 if len(parts) > 2 else 0]
        return " > ".join(p for p in parts if p)

    def structural(self, units: Sequence[_Unit]) -> Iterator[_Draft]:
        """One section at a time; warnings and tables stand alone, text and steps flow together."""
        draft: _Draft | None = None
        for unit in units:
            if unit.kind in (ChunkKind.WARNING, ChunkKind.TABLE, ChunkKind.SYMPTOM):
                lead = self._table_lead(draft, unit)
                if draft is not None:
                    yield draft
                draft = None
                yield from self._table_groups(unit, lead)
                continue
            aside = unit.kind is ChunkKind.FIGURE
            if draft is not None and (draft.section != unit.section or (draft.kind is ChunkKind.FIGURE) != aside):
                yield draft
                draft = None
            atomic = self._cost(unit.lines) <= self._room(unit.path)
            for group in [unit.lines] if atomic else [[line] for line in unit.lines]:
                left = self._room(unit.path) - self._cost(group)
                if draft is not None and self._cost(draft.lines) > left:
                    yield draft
                    draft = _Draft(unit.kind, unit.path, unit.section, self._overlap(draft.lines, left))
                draft = draft or _Draft(unit.kind, unit.path, unit.section)
                draft.lines.extend(group)
                draft.languages[unit.language] += len(group)
                if unit.kind is ChunkKind.PROCEDURE:
                    draft.kind = ChunkKind.PROCEDURE
        if draft is not None:
            yield draft

    def flat(self, units: Sequence[_Unit]) -> Iterator[_Draft]:
        """Up to the budget in reading order, whatever the section; the peers' way, kept to be compared with."""
        draft: _Draft | None = None
        for unit in units:
            for line in [*(h for h in unit.header if h.spans), *unit.lines]:
                if draft is not None and self._cost([*draft.lines, line]) > self._room(draft.path):
                    yield draft
                    kept = self._overlap(draft.lines, self._room(unit.path) - self.size(line.text))
                    draft = _Draft(ChunkKind.PROSE, unit.path, unit.section, kept)
                draft = draft or _Draft(ChunkKind.PROSE, unit.path, unit.section)
                draft.lines.append(line)
                draft.languages[unit.language] += 1
        if draft is not None:
            yield draft

    def finish(self, document_id: str, drafts: Iterator[_Draft]) -> Iterator[Chunk]:
        """Give each draft its text, language and id."""
        kept = (d for d in drafts if any(line.text for line in d.lines))
        for ordinal, draft in enumerate(kept):
            body = "\n".join(line.text for line in draft.lines)
            key = f"{document_id}/{ordinal}/{body}"
            yield Chunk(
                id=str(uuid.uuid5(_NAMESPACE, key)),
                document_id=document_id,
                ordinal=ordinal,
                kind=draft.kind,
                heading_path=draft.path,
                section=draft.section,
                lines=tuple(draft.lines),
                language=next((language for language, _ in draft.languages.most_common() if language), ""),
                indexed_text=self._embedded(draft, body),
            )

    def _embedded(self, draft: _Draft, body: str) -> str:
        """Breadcrumb and text. Only one word that is over the budget by itself is ever cut, and only in here."""
        crumb = self.breadcrumb(draft.path)
        text = f"{crumb}\n{body}" if crumb else body
        if self._cost(draft.lines) > self._room(draft.path):
            while self._count(text) > self._config.max_tokens:
                text = text[: len(text) * 3 // 4]
        return text

    def _room(self, path: tuple[str, ...]) -> int:
        return self._config.max_tokens - self._specials - self.size(self.breadcrumb(path))

    def _cost(self, lines: Sequence[Line]) -> int:
        return sum(self.size(line.text) for line in lines)

    def _overlap(self, lines: Sequence[Line], room: int) -> list[Line]:
        """The last lines, repeated at the head of the next chunk as far as they leave room for what comes there."""
        kept: list[Line] = []
        for line in reversed(lines):
            if self._cost([line, *kept]) > min(room, self._config.overlap_tokens):
                break
            kept.insert(0, line)
        return kept

    def _table_lead(self, draft: _Draft | None, unit: _Unit) -> list[Line]:
        """The caption or the sentence ending in a colon just before a table belongs to what it announces."""
        if draft is None or unit.kind is ChunkKind.WARNING or not draft.lines or draft.section != unit.section:
            return []
        last = draft.lines[-1]
        announces = last.kind is LineKind.CAPTION or last.text.rstrip().endswith(":")
        return [last] if announces and self.size(last.text) <= self._room(unit.path) // 4 else []

    def _table_groups(self, unit: _Unit, lead: list[Line]) -> Iterator[_Draft]:
        """Rows under their header, which is repeated while it leaves half of the room, and printed once in any case."""
        room, head, rows = self._room(unit.path), [*lead, *unit.header], unit.lines
        printed = [h for h in unit.header if h.spans]
        if self._cost(head) > room // 2:
            head, rows = [], [*printed, *unit.lines]
        again = self._again(unit, head, room)
        for number, group in enumerate(self._row_groups(rows, room, self._cost([*head, *again]))):
            if number and again and self._cost([*head, *again, *group]) <= room:
                yield self._table_draft(unit, [*head, *again, *group])
                continue
            if self._cost([*head, *group]) <= room:
                yield self._table_draft(unit, [*head, *group])
                continue
            if number == 0 and head:
                yield self._table_draft(unit, printed)
            yield self._table_draft(unit, group)

    def _again(self, unit: _Unit, head: Sequence[Line], room: int) -> list[Line]:
        """The symptom, to be repeated where its rows take several chunks and it leaves them most of the room."""
        if unit.symptom is None or self._cost([*head, *unit.lines]) <= room:
            return []
        return [unit.symptom] if self.size(unit.symptom.text) <= room // 4 else []

    def _row_groups(self, rows: Sequence[Line], room: int, taken: int) -> Iterator[list[Line]]:
        """As many rows as fit beside the header; a row that does not is alone."""
        group: list[Line] = []
        for row in rows:
            if group and taken + self._cost([*group, row]) > room:
                yield group
                group = []
            group.append(row)
        if group:
            yield group

    @staticmethod
    def _table_draft(unit: _Unit, lines: list[Line]) -> _Draft:
        return _Draft(unit.kind, unit.path, unit.section, lines, Counter({unit.language: 1}))
