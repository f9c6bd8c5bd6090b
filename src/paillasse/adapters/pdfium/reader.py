"""Files read with PDFium: opened once, read page by page; what is not a PDF by its reading copy."""

from __future__ import annotations

import ctypes
import math
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from paillasse.adapters.pdfium import native
from paillasse.adapters.pdfium.geometry import Frame
from paillasse.adapters.pdfium.glyphs import visible_glyphs
from paillasse.adapters.pdfium.graphics import read_shapes
from paillasse.adapters.pdfium.native import PdfiumError, pypdfium2, raw
from paillasse.adapters.pdfium.words import assemble
from paillasse.adapters.reading_copy.copy import reading_copy
from paillasse.errors.manuals import DamagedPdf, EmptyDocument, EncryptedPdf, ParseError, UnreadableFile
from paillasse.page_stream import failed_page
from paillasse.types.pages import Box, OutlineEntry, RawDocument, RawPage

_HEAD, _TAIL = 1024, 2048
"""Bytes in which `%PDF-` and `%%EOF` must stand: ISO 32000-1, implementation notes 13 and 18."""
_SCAN_SHARE = 0.6
"""A picture over this share of the page makes invisible text its OCR layer."""
_WIDEST = 100_000.0
"""Points; a page of PDF 1.7 has at most 14,400 user units a side: ISO 32000-1, annex C."""
_MAX_OUTLINE = 20_000
_MAX_LEVEL = 12
_PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")


class PdfiumReader:
    """Reads whole files in this process: what measuring and tests want; the product goes through `worker`."""

    def open(self, path: Path) -> RawDocument:
        """Read the whole file.

        Raises:
            UnreadableFile: the path cannot be opened.
            ParseError: the file cannot become a document: see `open_file`.
        """
        with open_file(path) as file:
            pages = tuple(file.page(number) for number in range(1, file.page_count + 1))
            return RawDocument(pages=pages, outline=file.outline(), properties=file.properties())


class PdfiumFile:
    """An open file. Pages are numbered from 1."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._frames: dict[int, Frame] = {}
        self.page_count: int = len(document)

    def properties(self) -> dict[str, str]:
        """The file's own metadata, empty values left out."""
        found = {key: _utf16(raw.FPDF_GetMetaText, self._document, key.encode() + b"\0") for key in _PROPERTIES}
        return {key: value for key, value in found.items() if value}

    def page(self, number: int) -> RawPage:
        """One page; empty and marked `failed` when PDFium cannot load it."""
        label = _utf16(raw.FPDF_GetPageLabel, self._document, number - 1)
        try:
            page = self._document[number - 1]
        except PdfiumError:
            return failed_page(number, label)
        try:
            frame = _frame(page)
            if frame is None:
                return failed_page(number, label)
            self._frames[number] = frame
            return _read_page(page, number, label, frame)
        except PdfiumError:
            return failed_page(number, label)
        finally:
            page.close()

    @contextmanager
    def loaded(self, number: int) -> Generator[Any]:
        """PDFium's own handle on a page, to draw it.

        Raises:
            PdfiumError: the page cannot be loaded.
        """
        page = self._document[number - 1]
        try:
            yield page
        finally:
            page.close()

    def outline(self) -> tuple[OutlineEntry, ...]:
        """Bookmarks in the order of the file; one without a target takes the page of the next that has one.

        Offsets from the top are known for pages read before.
        """
        found = [
            (level, *self._bookmark(mark)) for level, mark in islice(self._bookmarks(None, 1, set()), _MAX_OUTLINE)
        ]
        entries: list[OutlineEntry] = []
        following: int | None = None
        for level, title, page, top in reversed(found):
            following = page or following
            if title and following:
                entries.append(OutlineEntry(title, level, following, top))
        return tuple(reversed(entries))

    def _bookmarks(self, parent: Any, level: int, seen: set[int]) -> Iterator[tuple[int, Any]]:
        mark = raw.FPDFBookmark_GetFirstChild(self._document, parent)
        while mark and native.address(mark) not in seen:
            seen.add(native.address(mark))
            yield level, mark
            if level < _MAX_LEVEL:
                yield from self._bookmarks(mark, level + 1, seen)
            mark = raw.FPDFBookmark_GetNextSibling(self._document, mark)

    def _bookmark(self, mark: Any) -> tuple[str, int | None, float | None]:
        """Title, physical page and distance from its top, the last two when the file says."""
        title = _utf16(raw.FPDFBookmark_GetTitle, mark)
        target = raw.FPDFBookmark_GetDest(self._document, mark)
        if not target:
            action = raw.FPDFBookmark_GetAction(mark)
            target = raw.FPDFAction_GetDest(self._document, action) if action else None
        index = raw.FPDFDest_GetDestPageIndex(self._document, target) if target else -1
        if not 0 <= index < self.page_count:
            return title, None, None
        return title, index + 1, self._top(target, index)

    def _top(self, target: Any, index: int) -> float | None:
        has_x, has_y, has_zoom = (ctypes.c_int() for _ in range(3))
        x, y, zoom = (ctypes.c_float() for _ in range(3))
        ok = raw.FPDFDest_GetLocationInPage(target, has_x, has_y, has_zoom, x, y, zoom)
        frame = self._frames.get(index + 1)
        if not ok or not has_y.value or frame is None:
            return None
        top = frame.to_display.point(x.value, y.value)[1]
        return round(min(max(top, 0.0), frame.height), 1) if math.isfinite(top) else None


@contextmanager
def open_file(path: Path) -> Generator[PdfiumFile]:
    """Open a file for reading page by page.

    Raises:
        UnreadableFile: the path cannot be opened.
        ParseError: EncryptedPdf, DamagedPdf or EmptyDocument; for what is not a PDF, those of `reading_copy`.
    """
    head, complete = _edges(path)
    source = path if b"%PDF-" in head else reading_copy(path)
    try:
        document: Any = pypdfium2.PdfDocument(source)
    except PdfiumError as error:
        if complete and _is_readable(path):
            raise EmptyDocument(f"{path.name} has no page.") from error
        raise _refusal(path, getattr(error, "err_code", None)) from error
    try:
        yield PdfiumFile(document)
    finally:
        document.close()


def _edges(path: Path) -> tuple[bytes, bool]:
    """The first bytes of the file, and whether it ends as a PDF should."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            size = stream.seek(0, 2)
            stream.seek(max(0, size - _TAIL))
            tail = stream.read()
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path}: {error.strerror}.") from error
    if not head:
        raise EmptyDocument(f"{path.name} is empty (0 bytes).")
    return head, b"%%EOF" in tail


def _is_readable(path: Path) -> bool:
    """True when PDFium takes the file: pypdfium2 refuses those without pages as if they were damaged."""
    handle = raw.FPDF_LoadDocument(os.fsencode(path), None)
    if not handle:
        return False
    raw.FPDF_CloseDocument(handle)
    return True


def _refusal(path: Path, code: int | None) -> ParseError:
    if code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        return EncryptedPdf(f"{path.name} is protected by a password.")
    return DamagedPdf(f"{path.name} is damaged: its structure cannot be read.")


def _read_page(page: Any, number: int, label: str, frame: Frame) -> RawPage:
    shapes = read_shapes(page.raw, frame)
    scanned = any(_area(i) > _SCAN_SHARE * frame.width * frame.height for i in shapes.images)
    text_page = page.get_textpage()
    try:
        glyphs = visible_glyphs(native.address(text_page), frame, shapes, scanned=scanned)
    finally:
        text_page.close()
    words = assemble(glyphs, frame.width, frame.height)
    return RawPage(
        number,
        label,
        round(frame.width, 2),
        round(frame.height, 2),
        words,
        shapes.rules,
        shapes.images,
        shapes.image_keys,
    )


def _frame(page: Any) -> Frame | None:
    """The page as displayed; None when its box is empty, not a number, or wider than any sheet."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, box):
        return None
    bounds = (box.left, box.bottom, box.right, box.top)
    if not all(map(math.isfinite, bounds)) or box.right <= box.left or box.top <= box.bottom:
        return None
    if max(box.right - box.left, box.top - box.bottom) > _WIDEST:
        return None
    return Frame.of(bounds, raw.FPDFPage_GetRotation(page))


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def _utf16(function: Any, *arguments: Any) -> str:
    """Text from a PDFium function that fills a UTF-16LE buffer and returns its length in bytes."""
    length = function(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(max(0, length))
    function(*arguments, buffer, length)
    text = buffer.raw.decode("utf-16-le", "replace")
    return "".join(c for c in text if c.isprintable() or c == "\n").strip()
