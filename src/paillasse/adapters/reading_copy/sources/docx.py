"""Word documents as a manuscript, by way of HTML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

from paillasse.adapters.reading_copy.manuscript import Manuscript
from paillasse.adapters.reading_copy.sources.html import read_html
from paillasse.adapters.reading_copy.sources.numbering import number_paragraphs
from paillasse.errors.manuals import DamagedDocument, EncryptedDocument, FileTooLarge

etree: Any = import_module("lxml.etree")
mammoth: Any = import_module("mammoth")
"""The packages ship no types: they are imported as `Any`."""

_MAX_PARTS = 10_000
_MAX_UNPACKED = 256 << 20
"""Bytes of a whole document, unpacked."""
_MAX_XML = 64 << 20
"""Bytes of one part that is parsed: a manual of a thousand pages stays under 20 MiB."""
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Heading 7'] => h6:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='Heading 8'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='Heading 9'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
"""
"""What mammoth's own table of styles leaves to ordinary paragraphs."""
_BODY, _LISTS, _LOOKS = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"


def read_docx(data: bytes, name: str) -> Manuscript:
    """The text of a Word document: no headers, no footers, no comments, nothing that was deleted.

    Raises:
        DamagedDocument: its archive or its XML is broken, or declares entities, which Word never does.
        EncryptedDocument: its parts are encrypted.
        FileTooLarge: it unpacks to more than a document holds.
    """
    parts = _unpacked(data, name)
    try:
        parts[_BODY] = _as_printed(parts)
        page = mammoth.convert_to_html(io.BytesIO(_packed(parts)), style_map=_STYLES).value
        properties = _properties(parts)
    except MemoryError:
        raise
    except Exception as error:  # whatever a parser trips over in a file that was made to trip it
        raise DamagedDocument(f"{name} is damaged: its content cannot be read.") from error
    return replace(
        read_html(f"<body>{page}</body>", name),
        title=properties.get(f"{_CORE}title", ""),
        author=properties.get(f"{_CORE}creator", ""),
        created="".join(re.findall(r"\d+", properties.get(f"{_TERMS}modified", "")[:10])),
    )


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """The parts by name, sizes checked before anything is unpacked: `zipfile` never yields more than announced."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise EncryptedDocument(f"{name} is protected by a password.")
            xml = max((e.file_size for e in entries if e.filename.endswith((".xml", ".rels"))), default=0)
            if len(entries) > _MAX_PARTS or sum(e.file_size for e in entries) > _MAX_UNPACKED or xml > _MAX_XML:
                raise FileTooLarge(
                    f"{name} unpacks to more than a document holds: {_MAX_UNPACKED >> 20} MiB.",
                    hint="If it is an honest file, split it or save it with smaller pictures.",
                )
            parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise DamagedDocument(f"{name} is damaged: its parts cannot be unpacked.") from error
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")) and _declares(content):
            raise DamagedDocument(f"{name} is damaged: its XML declares entities, which no word processor writes.")
    return parts


def _declares(xml: bytes) -> bool:
    return any(mark in xml for word in ("<!DOCTYPE", "<!ENTITY") for mark in map(word.encode, _ENCODINGS))


_ENCODINGS = ("ascii", "utf-16-le", "utf-16-be")


def _as_printed(parts: Mapping[str, bytes]) -> bytes:
    """The body with its numbers written out and without hidden text: mammoth does neither."""
    body = _parsed(parts[_BODY])
    for hidden in list(body.iterfind(f".//{_W}r/{_W}rPr/{_W}vanish")):
        if hidden.get(f"{_W}val") not in ("0", "false", "off"):
            run = hidden.getparent().getparent()
            run.getparent().remove(run)
    if _LISTS in parts:
        number_paragraphs(body, _parsed(parts[_LISTS]), _parsed(parts[_LOOKS]) if _LOOKS in parts else None)
    return etree.tostring(body, xml_declaration=True, encoding="UTF-8", standalone=True)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Title, author and date of the document by qualified name."""
    if "docProps/core.xml" not in parts:
        return {}
    root = _parsed(parts["docProps/core.xml"])
    return {str(child.tag): " ".join((child.text or "").split()) for child in root}


def _parsed(xml: bytes) -> Any:
    """The root of a part; nothing is loaded or expanded."""
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
