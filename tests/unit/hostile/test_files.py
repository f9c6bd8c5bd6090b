"""Files that attack: each becomes a document that says what it lost, or a typed failure; the next file is read."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from hostile_pdfs import HARMLESS, LOST, MEANINGLESS, many_pages
from memory_services import memory_services
from paillasse.composition.bootstrap import Services
from paillasse.errors.manuals import ParseError
from paillasse.ingestion.verdicts import Verdict
from paillasse.types.documents import DocumentContent
from paillasse.types.pages import PageTrouble
from pdf_files import drawn_pdf

HONEST = "Wipe the rotor every week."


def codes(error: type[ParseError]) -> Iterator[str]:
    yield error.code
    for child in error.__subclasses__():
        yield from codes(child)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return memory_services(tmp_path / "home")


def silent(_stage: str, _done: int, _total: int) -> None: ...


async def ingest(services: Services, path: Path) -> Verdict:
    return await services.pipeline.ingest(path, "default", silent)


def content(services: Any, verdict: Verdict) -> DocumentContent:
    return services.documents.contents[verdict.document_id]


def lines(found: DocumentContent) -> list[str]:
    return [line.text for chunk in found.chunks for line in chunk.lines]


def honest(path: Path) -> Path:
    return drawn_pdf(path, lambda canvas: canvas.drawString(50, 200, HONEST))


@pytest.mark.parametrize("make", HARMLESS.values(), ids=HARMLESS)
async def test_the_honest_sentence_is_found_in_spite_of_it(
    services: Services, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    verdict = await ingest(services, make(tmp_path / "a.pdf"))
    assert verdict.state == "ingested"
    found = content(services, verdict)
    assert HONEST in " ".join(lines(found))
    assert "99 Nm" not in " ".join(lines(found))
    shown = [found.document.metadata.title, *(p.label for p in found.pages), *lines(found)]
    shown += [title for chunk in found.chunks for title in chunk.heading_path]
    assert all(text.isprintable() and len(text) < 1000 for text in shown)


@pytest.mark.parametrize("make", LOST.values(), ids=LOST)
async def test_the_page_is_given_up_within_bounds_and_the_next_file_is_read(
    services: Services, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path, started = make(tmp_path / "a.pdf"), time.monotonic()
    verdict = await ingest(services, path)
    assert time.monotonic() - started < 3 * services.settings.parser_seconds
    assert verdict.status == "needs_review"
    assert {p.trouble for p in content(services, verdict).document.coverage.pages} == {PageTrouble.PARSE_FAILED}
    assert verdict.chunks == 0
    assert (await ingest(services, honest(tmp_path / "b.pdf"))).state == "ingested"


@pytest.mark.parametrize("make", MEANINGLESS.values(), ids=MEANINGLESS)
async def test_letters_without_language_are_known_as_such(
    services: Services, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    verdict = await ingest(services, make(tmp_path / "a.pdf"))
    assert (verdict.state, verdict.status) == ("ingested", "needs_review")


async def test_ten_thousand_pages_are_read_and_one_more_is_refused(services: Services, tmp_path: Path) -> None:
    verdict = await ingest(services, many_pages(tmp_path / "a.pdf", 10_000))
    assert (verdict.state, verdict.pages) == ("ingested", 10_000)
    refused = await ingest(services, many_pages(tmp_path / "b.pdf", 10_001))
    assert (refused.state, refused.error) == ("failed", "file_too_large")
    assert refused.hint


def office() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return packed.getvalue()


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, "PNG")
    return drawn.getvalue()


NO_MANUALS = {
    "zero bytes": b"",
    "zip": office(),
    "program": b"MZ\x90\0" + bytes(range(256)) * 20,
    "elf": b"\x7fELF" + b"\0" * 4000,
    "picture": picture(),
    "noise": bytes(i * 7919 % 251 for i in range(50_000)),
    "header only": b"%PDF-1.7\n",
    "header and end": b"%PDF-1.7\n%%EOF\n",
    "header before noise": b"%PDF-1.7\n" + bytes(i * 7919 % 251 for i in range(50_000)) + b"\n%%EOF",
    "pdf in a zip's clothes": b"PK\x03\x04" + b"\0" * 3000 + b"%PDF-1.7",
}


@pytest.mark.parametrize("data", NO_MANUALS.values(), ids=NO_MANUALS)
async def test_what_is_no_manual_is_refused_by_type(services: Services, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "manual.pdf"
    path.write_bytes(data)
    verdict = await ingest(services, path)
    assert verdict.state == "failed"
    assert verdict.error in set(codes(ParseError))
    assert verdict.message
    assert verdict.hint
    assert await services.documents.list() == []


async def test_a_password_is_asked_for_in_vain(services: Services, tmp_path: Path) -> None:
    locked = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(9, 9, "x"), encrypt="secret")
    assert (await ingest(services, locked)).error == "encrypted_pdf"


@pytest.mark.parametrize("name", ["manual.txt", "manual.docx", "manual", "manual.exe", "manual.PDF.png"])
async def test_a_pdf_is_a_pdf_whatever_its_name(services: Services, tmp_path: Path, name: str) -> None:
    verdict = await ingest(services, honest(tmp_path / name))
    assert (verdict.state, verdict.pages) == ("ingested", 1)
    assert HONEST in " ".join(lines(content(services, verdict)))


async def test_cut_anywhere_it_is_mended_or_refused(services: Services, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(3):
            canvas.drawString(50, 200, HONEST)
            canvas.showPage()

    whole, path = drawn_pdf(tmp_path / "whole.pdf", draw).read_bytes(), tmp_path / "cut.pdf"
    states: set[str] = set()
    for length in range(5, len(whole), len(whole) // 12):
        path.write_bytes(whole[:length])
        verdict = await ingest(services, path)
        states.add(verdict.state)
        assert verdict.state == "ingested" or verdict.error in set(codes(ParseError))
        assert verdict.state == "failed" or {HONEST} >= set(lines(content(services, verdict)))
    assert "failed" in states
