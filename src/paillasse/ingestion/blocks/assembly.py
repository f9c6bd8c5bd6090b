"""Drafts to a `Page`: words put in reading order, blocks, tables and figures told as ranges of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from paillasse.ingestion.blocks.paragraphs import Draft
from paillasse.ingestion.layout.figures import caption_for
from paillasse.ingestion.tables.cells import TableDraft
from paillasse.ingestion.tables.headers import cell_text, header_rows
from paillasse.types.pages import Block, BlockKind, Box, Figure, Page, RawPage, Span, Table, TextSource, Word


@dataclass(slots=True)
class PageDraft:
    """A page whose blocks are known, before its words are put in order."""

    raw: RawPage
    label: str
    drafts: list[Draft]
    furniture: list[list[int]]
    """Words of each running header or footer."""
    figures: list[Box]
    languages: list[str] = field(default_factory=list[str])
    """Language of each draft, in order."""
    continues: Draft | None = None
    """The draft that goes on with the last one of the page before."""
    header: tuple[str, ...] = ()
    """Column titles of the table that goes on from the page before."""


def assemble(page: PageDraft) -> Page:
    """The page with every raw word exactly once: blocks in reading order, running headers and footers last."""
    order: list[int] = []
    blocks: list[Block] = []
    tables: list[Table] = []
    raw = page.raw
    for draft, language in zip(page.drafts, page.languages, strict=True):
        start = len(order)
        order += draft.words
        continues = draft is page.continues
        table = None
        if draft.kind is BlockKind.TABLE and draft.table is not None:
            table = len(tables)
            tables.append(_table(raw, draft.table, start, page.header if continues else (), continues=continues))
        blocks.append(
            Block(
                draft.kind,
                Span(raw.number, start, len(order)),
                language,
                draft.level,
                draft.marker,
                table,
                draft.warning,
                continues,
            )
        )
    for words in page.furniture:
        start = len(order)
        order += words
        blocks.append(Block(BlockKind.FURNITURE, Span(raw.number, start, len(order))))
    words = tuple(raw.words[i] for i in order)
    return Page(
        number=raw.number,
        label=page.label,
        width=raw.width,
        height=raw.height,
        words=words,
        blocks=tuple(blocks),
        tables=tuple(tables),
        figures=_figures(raw.number, page, blocks),
        text_source=raw.text_source if words else TextSource.NONE,
        confidence=raw.confidence,
    )


def column_titles(words: Sequence[Word], table: TableDraft) -> tuple[str, ...]:
    """Titles of the columns, empty without a header."""
    count = header_rows(words, table)
    columns = len(table.rows[0])
    named = [row for row in table.rows[:count] if sum(map(bool, row)) > 1]
    titles = [[cell_text(words, row[c]) for row in named] for c in range(columns)]
    return tuple(" ".join(filter(None, parts)) for parts in titles) if named else ()


def _table(raw: RawPage, draft: TableDraft, start: int, header: tuple[str, ...], *, continues: bool) -> Table:
    rows: list[tuple[Span, ...]] = []
    at = start
    for row in draft.rows:
        spans: list[Span] = []
        for cell in row:
            spans.append(Span(raw.number, at, at + len(cell)))
            at += len(cell)
        rows.append(tuple(spans))
    count = header_rows(raw.words, draft)
    if header:
        count = int(tuple(cell_text(raw.words, cell) for cell in draft.rows[0]) == header)
    titles = header or column_titles(raw.words, draft)
    return Table(raw.number, draft.box, tuple(rows), count, draft.ruled, titles, continues)


def _figures(number: int, page: PageDraft, blocks: Sequence[Block]) -> tuple[Figure, ...]:
    captions = [(d.box, b.span) for d, b in zip(page.drafts, blocks, strict=False) if b.kind is BlockKind.CAPTION]
    texts = {d.picture: b.span for d, b in zip(page.drafts, blocks, strict=False) if d.picture is not None}
    sure = {picture.box: picture.confidence for picture in page.raw.picture_texts}
    figures: list[Figure] = []
    for box in dict.fromkeys([*page.figures, *texts]):
        k = caption_for(box, [caption for caption, _ in captions])
        caption = captions[k][1] if k is not None else None
        figures.append(Figure(number, box, caption, texts.get(box), sure.get(box, 1.0)))
    return tuple(figures)
