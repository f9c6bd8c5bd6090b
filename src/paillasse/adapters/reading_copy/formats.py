"""Which format a file is in: decided by its content; its name only tells Markdown from plain text."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from paillasse.errors.manuals import DamagedDocument, EncryptedDocument, UnsupportedFormat

_READS = "Paillasse reads PDF, DOCX, HTML, Markdown and plain text."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files: Office before 2007, and any encrypted Office file ([MS-CFB], 2.2)."""
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF file", "Save it as DOCX or PDF and ingest that file."),
    (b"\x89PNG", "a PNG picture", "Put the pictures into a PDF and ingest that file."),
    (b"\xff\xd8\xff", "a JPEG picture", "Put the pictures into a PDF and ingest that file."),
    (b"GIF8", "a GIF picture", "Put the pictures into a PDF and ingest that file."),
    (b"II*\0", "a TIFF picture", "Put the pictures into a PDF and ingest that file."),
    (b"MM\0*", "a TIFF picture", "Put the pictures into a PDF and ingest that file."),
    (b"RIFF", "a sound or picture file", "Only texts can be ingested."),
    (b"MZ", "a Windows program", "Only texts can be ingested. If it unpacks a manual, run it and ingest the manual."),
    (b"\x7fELF", "a program", "Only texts can be ingested."),
    (b"%!PS", "a PostScript file", "Convert it to PDF (ps2pdf) and ingest that file."),
    (b"AT&TFORM", "a DjVu file", "Convert it to PDF (ddjvu -format=pdf) and ingest that file."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and ingest what is inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and ingest what is inside."),
    (b"Rar!", "a RAR archive", "Unpack it and ingest what is inside."),
    (b"BZh", "a bzip2 archive", "Unpack it and ingest what is inside."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it and ingest what is inside."),
    (b"ITSF", "a compiled help file (CHM)", "Unpack it and ingest the HTML pages inside."),
)
_ARCHIVES: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook", "an Excel workbook", "Export the sheets to PDF and ingest that file."),
    ("ppt/presentation", "a PowerPoint presentation", "Export it to PDF and ingest that file."),
    ("META-INF/container.xml", "an EPUB book", "Convert it to PDF or HTML and ingest that file."),
    ("META-INF/manifest.xml", "an OpenDocument file", "Save it as DOCX or PDF and ingest that file."),
)
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"<(?:article|center|div|font|h[1-6]|link|main|meta|ol|p|section|style|table|title|ul)[\s>]", re.IGNORECASE
)
_MESSAGE = re.compile(r"\s*(?:[A-Z][\w-]*: [^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version: ", re.IGNORECASE)
_PREAMBLE = re.compile(r"(?:\s|<\?xml.*?\?>|<!--.*?-->)*", re.DOTALL)
_HEAD = 4096


class Format(StrEnum):
    """What can be read beside PDF."""

    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


def refuse_foreign(data: bytes, name: str) -> None:
    """Refuse what is known by its first bytes to be something else.

    Raises:
        UnsupportedFormat: a picture, an archive, a program, an old Office file…
        EncryptedDocument: an Office file with a password.
    """
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedDocument(f"{name} is protected by a password.")
        raise unsupported(name, "an Office file of before 2007 (.doc, .xls, .ppt)", "Save it as DOCX or PDF.")
    for signature, what, hint in _SIGNATURES:
        if data.startswith(signature):
            raise unsupported(name, what, hint)


def is_docx(data: bytes, name: str) -> bool:
    """True for a Word document, False for what is no ZIP archive.

    Raises:
        UnsupportedFormat: a ZIP archive of something else.
        DamagedDocument: a ZIP archive that cannot be opened.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedDocument(f"{name} is damaged: it is a ZIP archive that cannot be opened.") from error
    if "word/document.xml" in parts:
        return True
    for part, what, hint in _ARCHIVES:
        if any(p.startswith(part) for p in parts):
            raise unsupported(name, what, hint)
    raise unsupported(name, "a ZIP archive", "Unpack it and ingest what is inside.")


def text_format(text: str, name: str) -> Format:
    """HTML by its tags, Markdown by its name, plain text otherwise.

    Raises:
        UnsupportedFormat: XML that is not HTML, a web archive, or a text that calls itself a PDF.
    """
    if PurePath(name).suffix.lower() == ".pdf":
        raise UnsupportedFormat(
            f"{name} is a text that is named like a PDF: mostly the error page of a download that failed.",
            hint="Fetch the file again. If the text is what you want, give it a name that ends in .html, .md or .txt.",
        )
    if _MESSAGE.match(text[:_HEAD]):
        raise unsupported(name, "a web archive (MHTML) or a message", "Save it as HTML or print it to PDF.")
    start = _PREAMBLE.match(text[:_HEAD])
    opening = text[start.end() if start else 0 :][:_HEAD]
    markdown = PurePath(name).suffix.lower() in _MARKDOWN
    if _TAG.match(opening) or (_FRAGMENT.match(opening) and not markdown):
        return Format.HTML
    if text.lstrip().startswith("<?xml") or re.match(r"<!DOCTYPE\s|<svg[\s>]", opening, re.IGNORECASE):
        raise unsupported(name, "an XML file", "Publish it as PDF or HTML and ingest that file.")
    return Format.MARKDOWN if markdown else Format.TEXT


def unsupported(name: str, what: str, hint: str) -> UnsupportedFormat:
    """The refusal of a file by what it is, with what to do about it."""
    return UnsupportedFormat(f"{name} is {what}. {_READS}", hint=hint)
