"""The reading copy: the PDF that stands for a file in another format, the same bytes whenever it is made.

Pages, quotes and rectangles of such a document are those of its reading copy. Only the original is kept; whoever needs
a page makes the copy again. The imports are inside since most files are PDFs and never come here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

from paillasse.adapters.reading_copy.decoding import decode
from paillasse.adapters.reading_copy.formats import Format, is_docx, refuse_foreign, text_format
from paillasse.adapters.reading_copy.manuscript import Heading, Manuscript
from paillasse.errors.manuals import DamagedDocument, EmptyDocument, FileTooLarge, UnreadableFile

_MAX_TEXT = 3_000_000
"""Characters of a text, about a thousand full pages: what is typeset within the time that a parser is given."""


def reading_copy(path: Path, name: str = "") -> bytes:
    """The bytes of a PDF with the text of a DOCX, HTML, Markdown or plain text file.

    Args:
        path: where the file lies.
        name: what it was called when it was ingested, where the path no longer says: tells Markdown from plain text.

    Raises:
        UnreadableFile: the path cannot be opened.
        ParseError: UnsupportedFormat, EncryptedDocument, DamagedDocument, EmptyDocument or FileTooLarge.
    """
    name = name or path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path}: {error.strerror}.") from error
    manuscript = _manuscript(data, name)
    if not manuscript.blocks:
        raise EmptyDocument(f"{name} holds no text.", hint="Open it: if it shows text, print it to a PDF.")
    _limit(manuscript.length, name)
    from paillasse.adapters.reading_copy.typesetting.pages import LayoutError, typeset  # noqa: PLC0415

    try:
        return typeset(replace(manuscript, title=manuscript.title or _first_title(manuscript)))
    except LayoutError as error:
        raise DamagedDocument(f"{name} cannot be set on pages: {error}") from error


def _manuscript(data: bytes, name: str) -> Manuscript:
    refuse_foreign(data, name)
    if is_docx(data, name):
        from paillasse.adapters.reading_copy.sources.docx import read_docx  # noqa: PLC0415

        return read_docx(data, name)
    text = decode(data, name)
    found = text_format(text, name)
    if found is Format.HTML:  # limited by what it shows: pictures may stand in its text
        from paillasse.adapters.reading_copy.sources.html import read_html  # noqa: PLC0415

        return read_html(text, name)
    _limit(len(text), name)
    if found is Format.MARKDOWN:
        from paillasse.adapters.reading_copy.sources.markdown import read_markdown  # noqa: PLC0415

        return read_markdown(text, name)
    from paillasse.adapters.reading_copy.sources.plain_text import read_text  # noqa: PLC0415

    return read_text(text)


def _limit(characters: int, name: str) -> None:
    if characters > _MAX_TEXT:
        raise FileTooLarge(
            f"{name} has {characters:,} characters of text; the limit is {_MAX_TEXT:,}.", hint="Split the document."
        )


def _first_title(manuscript: Manuscript) -> str:
    title = next((block.markup for block in manuscript.blocks if isinstance(block, Heading)), "")
    return unescape(re.sub(r"<[^>]*>", "", title.replace("<br/>", " ")))
