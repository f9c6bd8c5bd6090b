"""A worker killed in the middle of a scan: the pages that it had read are not read again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from home_commands import environment
from job_faults import faulty_home
from memory_services import memory_services
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.types.jobs import JobState
from pdf_files import drawn_pdf

PAGES, READ = 5, 2
STAND_IN = """
import hashlib, os, sys, time
if len(sys.argv) == 2:
    print("stand-in 1\\neng\\nfra\\nosd")
    sys.exit()
name = hashlib.sha256(sys.stdin.buffer.read()).hexdigest()[:12]
os.mkdir(f"{NOTES}/{time.time_ns()} {name}")  # a process that reads may not write files
print("header")
for number, word in enumerate(f"Press the key {name} and wait for the lid of the rotor to open".split(), 1):
    print(5, 1, 1, 1, 1, number, 100 * number, 400, 90, 40, 95, word, sep="\\t")
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an entry for each picture that a stand-in for Tesseract was asked to read."""
    notes, program = tmp_path / "asked", tmp_path / "bin" / "tesseract"
    notes.mkdir()
    program.parent.mkdir()
    script = program.with_suffix(".py")
    script.write_text(f"NOTES = {str(notes)!r}{textwrap.dedent(STAND_IN)}")
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -SE '{script}' \"$@\"\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(program.parent), os.environ["PATH"]]))
    return notes


def taken(notes: Path) -> list[str]:
    """The pictures asked for since the last time, in order."""
    entries = sorted(notes.iterdir())
    for entry in entries:
        entry.rmdir()
    return [entry.name.split()[1] for entry in entries]


def scan(path: Path) -> Path:
    """Pages that are pictures, no two alike."""

    def draw(canvas: Canvas) -> None:
        for page in range(PAGES):
            picture = Image.new("L", (800, 600), 255)
            ImageDraw.Draw(picture).rectangle((100, 100, 600, 150 + 40 * page), 0)
            canvas.drawImage(ImageReader(picture), 0, 0, 400, 300)
            canvas.showPage()

    return drawn_pdf(path, draw)


@pytest_asyncio.fixture
async def server(home: Path) -> AsyncIterator[EmbeddedPostgres]:
    found = await EmbeddedPostgres.start(home / "postgres")
    yield found
    await found.stop()


async def test_a_killed_worker_goes_on_at_the_page_after(
    home: Path, server: EmbeddedPostgres, asked: Path, tmp_path: Path
) -> None:
    path = scan(tmp_path / "scan.pdf")
    once = memory_services(tmp_path / "once")
    verdict = await once.pipeline.ingest(path, "default", lambda *_: None)
    assert len(set(taken(asked))) == PAGES

    killed = {"step": "during ocr", "times": READ + 1, "files": [str(path)]}  # the first time is before any page
    assert await orders(home, server.url, killed) == [-signal.SIGKILL]
    before = taken(asked)
    assert READ <= len(before) < PAGES
    assert list((home / "readings").glob("*/*"))

    async with faulty_home(home, server.url) as faulty:
        await faulty.finish()
        after = set(taken(asked))  # the page at hand may have been noted just after the kill, and again now
        assert len(after) == PAGES - READ
        assert not after & set(before[:READ])
        (job,) = await faulty.jobs.board.list()
        assert (job.state, job.attempt) == (JobState.DONE, 2)
        assert list((home / "readings").glob("*")) == []

        whole = await once.documents.get(verdict.document_id)
        resumed = await faulty.documents.get(job.document_id)
        assert replace(resumed, ingested_at=whole.ingested_at) == whole
        for number in range(1, PAGES + 1):
            page = await faulty.documents.page(resumed.id, number)
            assert page.words
            assert page == await once.documents.page(whole.id, number)
        chunks = await faulty.chunks.neighbours(resumed.id, 0, resumed.chunk_count)
        assert chunks == await once.chunks.neighbours(whole.id, 0, whole.chunk_count)
        assert (await faulty.reconcile()).differences == 0


async def orders(home: Path, url: str, *wanted: dict[str, object]) -> list[int]:
    """How a worker ended that was given these orders one after the other."""
    where = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "job_faults", str(home), url],
        input="".join(json.dumps(order) + "\n" for order in wanted),
        capture_output=True,
        text=True,
        env=environment(**where),
        check=True,
    )
    return [json.loads(line)["status"] for line in done.stdout.splitlines()]
