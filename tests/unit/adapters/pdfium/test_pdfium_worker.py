from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from paillasse.adapters.pdfium import worker
from paillasse.page_stream import LENGTH, OUT_OF_MEMORY, unframe
from paillasse.types.pages import RawPage
from pdf_files import drawn_pdf, one_page, raw_pdf

WORKER = (sys.executable, "-P", "-m", "paillasse.adapters.pdfium.worker")


def messages(output: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while output:
        (length,) = LENGTH.unpack(output[: LENGTH.size])
        found.append(unframe(output[LENGTH.size : LENGTH.size + length]))
        output = output[LENGTH.size + length :]
    return found


def run(path: Path, first: int = 1, memory_mb: int = 1024, seconds: int = 30) -> tuple[int, list[dict[str, Any]]]:
    done = subprocess.run(
        [*WORKER, str(path), str(first), str(memory_mb), str(seconds)], capture_output=True, check=False
    )
    return done.returncode, messages(done.stdout)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """`main` without limits on the test process, writing to memory."""
    output = io.BytesIO()

    def claim() -> BinaryIO:
        return output

    def nothing(*_: object) -> None: ...

    monkeypatch.setattr(worker, "claim_stdout", claim)
    monkeypatch.setattr(worker, "confine", nothing)
    monkeypatch.setattr(worker, "grant_cpu", nothing)
    return output


def three_pages(canvas: Canvas) -> None:
    for number in (1, 2, 3):
        canvas.drawString(50, 200, f"page{number}")
        canvas.showPage()


def test_streams_pages_then_the_end(tmp_path: Path) -> None:
    status, sent = run(drawn_pdf(tmp_path / "a.pdf", three_pages))
    assert status == 0
    assert [m["kind"] for m in sent] == ["opened", "page", "page", "page", "end"]
    assert sent[0]["pages"] == 3
    assert [m["texts"] for m in sent[1:4]] == [["page1"], ["page2"], ["page3"]]


def test_starts_at_the_page_asked_for(tmp_path: Path, in_process: io.BytesIO) -> None:
    path = drawn_pdf(tmp_path / "a.pdf", three_pages)
    assert worker.main([str(path), "3", "1024", "30"]) == 0
    assert [m.get("number") for m in messages(in_process.getvalue())] == [None, 3, None]


def test_says_why_it_refuses(tmp_path: Path, in_process: io.BytesIO) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"MZ\x90")
    assert worker.main([str(path), "1", "1024", "30"]) == 0
    assert [(m["kind"], m["code"]) for m in messages(in_process.getvalue())] == [("refused", "unsupported_format")]
    assert "manual" in messages(in_process.getvalue())[0]["hint"]


def test_a_page_that_makes_no_sense_is_marked(
    tmp_path: Path, in_process: io.BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: object, _number: int) -> RawPage:
        raise OverflowError

    monkeypatch.setattr(worker.PdfiumFile, "page", fail)
    worker.main([str(drawn_pdf(tmp_path / "a.pdf", three_pages)), "1", "1024", "30"])
    assert [m["failed"] for m in messages(in_process.getvalue())[1:4]] == [True, True, True]


def test_a_gigantic_page_is_marked(tmp_path: Path, in_process: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MAX_FRAME", 10)
    worker.main([str(drawn_pdf(tmp_path / "a.pdf", three_pages)), "3", "1024", "30"])
    assert [m["failed"] for m in messages(in_process.getvalue()) if m["kind"] == "page"] == [True]


def test_running_out_of_memory_has_a_status_of_its_own(
    tmp_path: Path, in_process: io.BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: object, _number: int) -> RawPage:
        raise MemoryError

    monkeypatch.setattr(worker.PdfiumFile, "page", fail)
    assert worker.main([str(drawn_pdf(tmp_path / "a.pdf", three_pages)), "1", "1024", "30"]) == OUT_OF_MEMORY
    assert [m["kind"] for m in messages(in_process.getvalue())] == ["opened"]


def test_a_decompression_bomb_hits_the_memory_cap(tmp_path: Path) -> None:
    path = raw_pdf(tmp_path / "a.pdf", *one_page(b" " * (400 << 20), deflate=2))
    assert path.stat().st_size < 100_000
    status, sent = run(path, memory_mb=300)
    assert status != 0 or sent[1]["failed"]


ORPHAN = """
import os, subprocess, sys
code = "import time;from paillasse.adapters.confinement import confine; confine(512); print(); time.sleep(9)"
child = subprocess.Popen([sys.executable, "-uc", code], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel for the signal")
def test_dies_with_its_parent() -> None:
    done = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, check=False, timeout=30)
    deadline = time.monotonic() + 10
    while _alive(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _alive(int(done.stdout))


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"
