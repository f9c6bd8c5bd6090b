from __future__ import annotations

import asyncio
import os
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from paillasse.errors.manuals import (
    DamagedDocument,
    EmptyDocument,
    EncryptedPdf,
    FileTooLarge,
    ParserLimitExceeded,
    UnreadableFile,
    UnsupportedFormat,
)
from paillasse.errors.root import PaillasseError
from paillasse.ingestion import parsing
from paillasse.ingestion.parsing import ParserProcess
from paillasse.settings import Settings
from pdf_files import drawn_pdf
from word_files import paragraph, word_file

PDFIUM = (sys.executable, "-P", "-m", "paillasse.adapters.pdfium.worker")
STAND_IN = """
import os, resource, signal, struct, sys, time
from paillasse.page_stream import frame, pack_page
from paillasse.types.pages import Box, RawPage, Word
path, first, memory_mb, seconds = sys.argv[1], *map(int, sys.argv[2:])
def send(message):
    os.write(1, frame(message))
def opened(pages):
    send({"kind": "opened", "pages": pages})
def page(number):
    send({"kind": "page", **pack_page(RawPage(number, "", 400, 300, (Word(f"w{number}", Box(0, 0, 9, 9), 9, False),)))})
def end():
    send({"kind": "end", "outline": [["Safety", 1, 1, None]], "properties": {"Title": "T"}})
    time.sleep(60)
"""

Parser = Callable[..., ParserProcess]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "manual.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


@pytest.fixture
def stand_in(tmp_path: Path) -> Parser:
    """A parser whose child runs the given lines instead of reading a PDF."""

    def make(body: str, **settings: int) -> ParserProcess:
        script = tmp_path / "child.py"
        script.write_text(STAND_IN + textwrap.dedent(body))
        return ParserProcess((sys.executable, str(script)), limits(**settings))

    return make


def limits(**changes: int) -> Settings:
    return Settings.model_validate({"parser_seconds": 20, **changes})


def silent(_stage: str, _done: int, _total: int) -> None: ...


def outcome(parser: ParserProcess, file: Path) -> list[tuple[list[str], bool]]:
    document = asyncio.run(parser.parse(file, silent))
    return [([w.text for w in p.words], p.failed) for p in document.pages]


async def test_reads_a_pdf_in_another_process_and_tells_how_far_it_is(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Notice")
        for number in range(1, 13):
            canvas.drawString(50, 200, f"page {number}")
            canvas.showPage()

    seen: list[tuple[str, int, int]] = []
    document = await ParserProcess(PDFIUM, limits()).parse(
        drawn_pdf(tmp_path / "a.pdf", draw), lambda stage, done, total: seen.append((stage, done, total))
    )
    assert [[w.text for w in p.words] for p in document.pages] == [["page", str(n)] for n in range(1, 13)]
    assert document.properties["Title"] == "Notice"
    assert seen == [("parse", done, 12) for done in range(13)]


async def test_reads_a_word_document_in_the_same_process_with_the_same_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_file(paragraph("Replace the lamp.")))
    document = await ParserProcess(PDFIUM, limits()).parse(path, silent)
    assert [[w.text for w in p.words] for p in document.pages] == [["Replace", "the", "lamp."]]
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(DamagedDocument) as refused:
        await ParserProcess(PDFIUM, limits()).parse(path, silent)
    assert "save it again" in refused.value.hint
    path.write_bytes(b"<html>" + b"<p>word</p>" * 400_000)
    with pytest.raises((FileTooLarge, ParserLimitExceeded)):
        await ParserProcess(PDFIUM, limits(parser_seconds=1)).parse(path, silent)


async def test_verdicts_of_the_child_are_raised_here(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    cases: list[tuple[Callable[[], object], type[PaillasseError]]] = [
        (lambda: path.write_bytes(b"MZ"), UnsupportedFormat),
        (lambda: path.write_bytes(b""), EmptyDocument),
        (lambda: drawn_pdf(path, lambda canvas: canvas.drawString(9, 9, "x"), encrypt="secret"), EncryptedPdf),
    ]
    for write, error in cases:
        write()
        with pytest.raises(error):
            await ParserProcess(PDFIUM, limits()).parse(path, silent)


async def test_absent_files_and_limits_of_size(tmp_path: Path, file: Path, stand_in: Parser) -> None:
    with pytest.raises(UnreadableFile):
        await ParserProcess(PDFIUM, limits()).parse(tmp_path / "none.pdf", silent)
    with file.open("r+b") as stream:
        stream.truncate((1 << 20) + 1)
    with pytest.raises(FileTooLarge, match="MiB"):
        await ParserProcess(PDFIUM, limits(max_file_mb=1)).parse(file, silent)
    with pytest.raises(FileTooLarge, match="11 pages"):
        await stand_in("opened(11)\ntime.sleep(60)", max_pages=10).parse(file, silent)


FAULTS = {
    "crash": "os.kill(os.getpid(), signal.SIGSEGV)",
    "exit": "os._exit(3)",
    "nonsense": "os.write(1, struct.pack('>I', 4) + b'nope')",
    "wrong order": "page(99)",
    "unknown message": "send({'kind': 'hello'})",
    "no kind": "send({})",
    "gigantic frame": "os.write(1, b'\\xff\\xff\\xff\\xff')",
    "half a frame": "os.write(1, b'\\0\\0\\0\\x09{'); os._exit(0)",
    "memory": "resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28)); bytearray(1 << 30)",
    "processor": "resource.setrlimit(resource.RLIMIT_CPU, (1, -1))\nwhile True: pass",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_page_that_ends_the_child_is_skipped(file: Path, stand_in: Parser, fault: str) -> None:
    parser = stand_in(
        f"""
opened(5)
for number in range(first, 6):
    if number == 3:
        {fault.replace(chr(10), chr(10) + "        ")}
    page(number)
end()
"""
    )
    assert outcome(parser, file) == [(["w1"], False), (["w2"], False), ([], True), (["w4"], False), (["w5"], False)]


def test_a_page_that_hangs_is_given_up_after_the_allowance(file: Path, stand_in: Parser) -> None:
    parser = stand_in(
        """
opened(3)
for number in range(first, 4):
    if number == 2:
        time.sleep(60)
    page(number)
end()
""",
        parser_seconds=2,
    )
    started = time.monotonic()
    assert [failed for _, failed in outcome(parser, file)] == [False, True, False]
    assert time.monotonic() - started < 20


def test_the_allowance_is_for_a_batch_not_for_the_file(file: Path, stand_in: Parser) -> None:
    parser = stand_in(
        "opened(40)\nfor number in range(first, 41):\n    time.sleep(0.06)\n    page(number)\nend()", parser_seconds=2
    )
    assert not any(failed for _, failed in outcome(parser, file))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("os._exit(3)", "stopped with status 3"),
        ("os._exit(77)", "ran out of memory"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "processor time"),
        ("os.close(1); time.sleep(60)", "went on"),
        ("send({'kind': 'opened'})", "broken message"),
        ("page(1)", "broken message"),
    ],
)
async def test_a_file_that_cannot_be_opened_safely_is_refused(
    file: Path, stand_in: Parser, fault: str, reason: str
) -> None:
    with pytest.raises(ParserLimitExceeded, match=reason):
        await stand_in(fault).parse(file, silent)


async def test_too_many_deadly_pages_end_the_attempt(file: Path, stand_in: Parser) -> None:
    with pytest.raises(ParserLimitExceeded, match="4 pages ended the parser"):
        await stand_in("opened(9)\nos._exit(3)").parse(file, silent)


def test_the_last_page_may_be_the_deadly_one(file: Path, stand_in: Parser) -> None:
    parser = stand_in("opened(2)\nif first == 1:\n    page(1)\n    os._exit(3)\nend()")
    assert outcome(parser, file) == [(["w1"], False), ([], True)]


async def test_pages_are_kept_when_only_the_outline_kills(file: Path, stand_in: Parser) -> None:
    document = await stand_in("opened(1)\npage(1)\nos._exit(3)").parse(file, silent)
    assert len(document.pages) == 1
    assert document.outline == ()


async def test_a_flood_of_words_is_stopped(file: Path, stand_in: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "_MAX_WORDS", 2)
    with pytest.raises(ParserLimitExceeded, match="words"):
        await stand_in("opened(3)\nfor n in (1, 2, 3): page(n)\nend()").parse(file, silent)


@pytest.mark.parametrize("ending", ["done", "cancelled"])
async def test_no_child_is_left_behind(file: Path, stand_in: Parser, tmp_path: Path, ending: str) -> None:
    note = tmp_path / "pid"
    wait = "" if ending == "done" else "time.sleep(60)"
    parser = stand_in(f"open({str(note)!r}, 'w').write(str(os.getpid()))\nopened(0)\n{wait}\nend()")
    opened = asyncio.Event()
    task = asyncio.create_task(parser.parse(file, lambda *_: opened.set()))
    if ending == "cancelled":
        await opened.wait()
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled() == (ending == "cancelled")
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
