"""What was read of a document, page by page, and what was not."""

from __future__ import annotations

from collections.abc import Sequence

from paillasse.ingestion.scans.legibility import is_garbled
from paillasse.types.pages import (
    BlockKind,
    CoverageReport,
    Page,
    PageCoverage,
    PageTrouble,
    RawDocument,
    RawPage,
    TextSource,
)


def coverage_report(
    raw: RawDocument, pages: Sequence[Page], *, codes: int = 0, ocr_missing: bool = False, pictures_unread: int = 0
) -> CoverageReport:
    """Characters, tables, figures and trouble of each page.

    Args:
        raw: the document as parsed and, where need be, read from its pictures.
        pages: the same pages, analysed.
        codes: number of code entries found.
        ocr_missing: pages had to be read from their picture, and nothing was there to do it.
        pictures_unread: pictures on pages of text that nothing was there to read.
    """
    kinds = [block.kind for page in pages for block in page.blocks]
    return CoverageReport(
        tuple(_coverage(before, page, ocr_missing=ocr_missing) for before, page in zip(raw.pages, pages, strict=True)),
        headings=kinds.count(BlockKind.HEADING),
        warnings=kinds.count(BlockKind.WARNING),
        codes=codes,
        pictures_read=sum(len(page.picture_texts) for page in raw.pages),
        pictures_unread=pictures_unread,
    )


def _coverage(raw: RawPage, page: Page, *, ocr_missing: bool) -> PageCoverage:
    trouble = _trouble(raw, page)
    if ocr_missing and trouble in {PageTrouble.NO_TEXT, PageTrouble.GARBLED_TEXT}:
        trouble = PageTrouble.OCR_MISSING
    return PageCoverage(
        page.number,
        page.label,
        sum(len(word.text) for word in page.words),
        len(page.tables),
        len(page.figures),
        page.text_source,
        page.confidence,
        trouble,
    )


def _trouble(raw: RawPage, page: Page) -> PageTrouble | None:
    if raw.failed:
        return PageTrouble.PARSE_FAILED
    if page.text_source is TextSource.NONE:
        return PageTrouble.NO_TEXT if raw.images else None
    return PageTrouble.GARBLED_TEXT if is_garbled(word.text for word in page.words) else None
