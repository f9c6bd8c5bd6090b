"""A parsed file to pages a reader would recognise: reading order, headings, tables, warnings, labels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from paillasse.ingestion.blocks.assembly import PageDraft, assemble, column_titles
from paillasse.ingestion.blocks.figures import with_picture_texts
from paillasse.ingestion.blocks.headings import mark_headings
from paillasse.ingestion.blocks.languages import detect_all
from paillasse.ingestion.blocks.paragraphs import Draft, goes_on, leading_of, page_drafts
from paillasse.ingestion.blocks.signals import mark_warnings
from paillasse.ingestion.layout.flow import page_flow
from paillasse.ingestion.layout.furniture import PageRows, find_furniture
from paillasse.ingestion.layout.labels import page_labels
from paillasse.ingestion.layout.lines import find_pieces
from paillasse.ingestion.scans.turning import as_displayed
from paillasse.ingestion.tables.headers import same_columns
from paillasse.types.pages import BlockKind, Page, RawDocument, RawPage, Word


def analyse(raw: RawDocument) -> tuple[Page, ...]:
    """Structured pages of a document, one per raw page, in order.

    Pure and deterministic. Every word of a raw page is in its page exactly once, in reading order, and in exactly one
    block; words of running headers and footers come last.
    """
    rows = [PageRows(page.number, page.height, find_pieces(page.words, range(_own(page)))) for page in raw.pages]
    marked = find_furniture(rows)
    furniture = {
        page.number: [[i for piece in page.rows[r] for i in piece.words] for r in sorted(marked[page.number])]
        for page in rows
    }
    labels = page_labels(
        {page.number: page.label for page in raw.pages},
        {page.number: [p.text for r in sorted(marked[page.number]) for p in page.rows[r]] for page in rows},
    )
    pages = _draft_pages(raw, furniture, labels)
    mark_headings([(page.raw.number, page.drafts) for page in pages], raw.outline)
    for page in pages:
        page.drafts = with_picture_texts(page.raw, mark_warnings(page.raw.words, page.drafts))
    for above, below in pairwise(pages):
        _link(above, below)
    texts = [[_text(page.raw.words, draft) for draft in page.drafts] for page in pages]
    for page, languages in zip(pages, detect_all(texts), strict=True):
        page.languages = languages
    return tuple(as_displayed(assemble(page), page.raw.turn) for page in pages)


def _draft_pages(raw: RawDocument, furniture: dict[int, list[list[int]]], labels: dict[int, str]) -> list[PageDraft]:
    flows = [page_flow(page, _body(page, furniture[page.number])) for page in raw.pages]
    leading = leading_of(flows)
    return [
        PageDraft(
            page,
            labels[page.number],
            page_drafts(page.words, flow, leading),
            furniture[page.number],
            flow.figures,
        )
        for page, flow in zip(raw.pages, flows, strict=True)
    ]


def _body(page: RawPage, furniture: Sequence[Sequence[int]]) -> list[int]:
    aside = {i for row in furniture for i in row}
    return [i for i in range(_own(page)) if i not in aside]


def _own(page: RawPage) -> int:
    """How many words are the page's own: those read in its pictures come after them."""
    return page.picture_texts[0].start if page.picture_texts else len(page.words)


def _text(words: Sequence[Word], draft: Draft) -> str:
    return " ".join(words[i].text for i in draft.words)


def _link(above: PageDraft, below: PageDraft) -> None:
    """Note on the lower page what goes on from the upper one."""
    running = [[d for d in page.drafts if d.kind is not BlockKind.FIGURE] for page in (above, below)]
    if not all(running):
        return
    last, first = running[0][-1], running[1][0]
    if last.kind is BlockKind.WARNING and len(last.words) <= 3 and first.kind is BlockKind.PARAGRAPH:
        first.kind, first.warning, below.continues = BlockKind.WARNING, last.warning, first
        return
    if last.table is not None and first.table is not None and same_columns(last.table, first.table):
        below.continues = first
        below.header = above.header or column_titles(above.raw.words, last.table)
    elif goes_on(last, first):
        below.continues = first
