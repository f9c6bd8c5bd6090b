from __future__ import annotations

import pytest

from paillasse.adapters.reading_copy.formats import Format, is_docx, refuse_foreign, text_format
from paillasse.errors.manuals import DamagedDocument, EncryptedDocument, UnsupportedFormat
from word_files import archive, paragraph, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "what", "way_out"),
    [
        (OLE, "before 2007", "DOCX or PDF"),
        (b"{\\rtf1", "RTF", "DOCX or PDF"),
        (b"\x89PNG\r\n", "PNG", "into a PDF"),
        (b"\xff\xd8\xff\xe0", "JPEG", "into a PDF"),
        (b"MZ\x90", "program", "manual"),
        (b"%!PS-Adobe", "PostScript", "ps2pdf"),
        (b"\x1f\x8b\x08", "gzip", "Unpack"),
    ],
)
def test_what_is_known_to_be_something_else_is_named_with_a_way_out(data: bytes, what: str, way_out: str) -> None:
    with pytest.raises(UnsupportedFormat, match=what) as refused:
        refuse_foreign(data, "a.docx")
    assert "PDF, DOCX, HTML, Markdown and plain text" in str(refused.value)
    assert way_out in refused.value.hint


def test_an_encrypted_office_file_is_told_from_an_old_one() -> None:
    with pytest.raises(EncryptedDocument, match="password"):
        refuse_foreign(OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx")


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("META-INF/container.xml", "EPUB"),
        ("META-INF/manifest.xml", "OpenDocument"),
        ("readme.txt", "ZIP archive"),
    ],
)
def test_archives_are_told_apart_by_what_they_hold(part: str, what: str) -> None:
    with pytest.raises(UnsupportedFormat, match=what):
        is_docx(archive({part: "x"}), "a.docx")


def test_word_documents_whatever_their_name() -> None:
    assert is_docx(word_file(paragraph("x")), "a.zip")
    assert not is_docx(b"plain text", "a.docx")
    with pytest.raises(DamagedDocument):
        is_docx(b"PK\x03\x04 cut off", "a.docx")


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("<!DOCTYPE html><p>x", "a.txt", Format.HTML),
        ("\n <!-- saved from here --> <HTML lang=fr>", "a.md", Format.HTML),
        ('<?xml version="1.0"?>\n<html xmlns="x">', "a", Format.HTML),
        ("<h1>Title</h1>", "a", Format.HTML),
        ('<p align="center">logo</p>\n# Title', "a.md", Format.MARKDOWN),
        ("# Title", "a.MD", Format.MARKDOWN),
        ("# Title", "a.txt", Format.TEXT),
        ("<CR> ends a command", "a.txt", Format.TEXT),
    ],
)
def test_texts_by_their_tags_then_their_name(text: str, name: str, found: Format) -> None:
    assert text_format(text, name) is found


@pytest.mark.parametrize("text", ["<?xml version='1.0'?><dmodule/>", "<!DOCTYPE book><book/>", "<svg width='1'>"])
def test_other_xml_is_refused(text: str) -> None:
    with pytest.raises(UnsupportedFormat, match="XML"):
        text_format(text, "a.xml")


def test_a_web_archive_is_no_plain_text() -> None:
    with pytest.raises(UnsupportedFormat, match="MHTML"):
        text_format("From: <Saved by a browser>\nSubject: a\n b\nMIME-Version: 1.0\n\n<html>", "a.mht")
    assert text_format("Note: MIME types\n\nMIME-Version: see below", "a.txt") is Format.TEXT


def test_the_page_of_a_failed_download_is_no_manual() -> None:
    with pytest.raises(UnsupportedFormat, match="download") as refused:
        text_format("<html>404 Not Found</html>", "manual.PDF")
    assert "Fetch" in refused.value.hint
