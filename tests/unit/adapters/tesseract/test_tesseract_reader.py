from __future__ import annotations

import asyncio
import os
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from paillasse.adapters.tesseract.reader import TesseractReader
from paillasse.errors.manuals import OcrUnavailable
from paillasse.ingestion.scans.tally import Tally
from paillasse.settings import Settings
from paillasse.types.pages import RawPage

STAND_IN = """
import os, signal, struct, sys, time
from paillasse.page_stream import frame, pack_page
from paillasse.types.pages import Box, RawPage, TextSource, Word
path, number, memory_mb, seconds = sys.argv[1], *map(int, sys.argv[2:])
def page(number):
    words = (Word(f"w{number}", Box(0, 0, 9, 9), 9, False),)
    os.write(1, frame({"kind": "page", **pack_page(RawPage(number, "", 400, 300, words, text_source=TextSource.OCR))}))
"""
Make = Callable[..., TesseractReader]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A reader whose child runs the given lines, beside a Tesseract that has every language."""
    install(tmp_path, "eng\nfra\nosd")
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(body: str, **settings: int) -> TesseractReader:
        script = tmp_path / "child.py"
        script.write_text(STAND_IN + textwrap.dedent(body))
        limits = Settings.model_validate({"ocr_seconds": 20, "threads": 2, **settings})
        return TesseractReader((sys.executable, str(script)), limits)

    return make


def install(folder: Path, languages: str) -> None:
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\necho 'List of available languages (3):\n{languages}'\n")
    program.chmod(0o755)


def wait_for(note: Path) -> None:
    while not note.exists() or not note.read_text():
        time.sleep(0.05)


async def read(reader: TesseractReader, *numbers: int) -> dict[int, str]:
    tally = Tally[RawPage]("ocr", len(numbers), lambda *_: None)
    await reader.read(Path("a.pdf"), numbers, tally)
    assert sorted(tally.readings) == sorted(numbers)
    return {number: page.words[0].text for number, page in sorted(tally.readings.items()) if page}


async def test_pages_are_read(stand_in: Make) -> None:
    assert await read(stand_in("page(number)"), 2, 5, 9) == {2: "w2", 5: "w5", 9: "w9"}


async def test_each_page_is_told_as_soon_as_it_is_read(stand_in: Make, tmp_path: Path) -> None:
    """The second page is not written before the first was told."""
    told = tmp_path / "told"

    async def found(number: int, page: RawPage | None) -> None:
        assert page is not None
        told.touch()

    body = f"while number == 2 and not os.path.exists({str(told)!r}):\n    time.sleep(0.05)\npage(number)"
    await stand_in(body).read(Path("a.pdf"), [1, 2], found)


def test_the_engine_is_told_by_its_version_and_models(stand_in: Make, tmp_path: Path) -> None:
    reader = stand_in("")
    before = reader.engine()
    install(tmp_path, "eng\nfra\nosd\ndeu")
    assert reader.engine() != before


async def test_several_at_once_but_no_more_than_allowed(stand_in: Make, tmp_path: Path) -> None:
    body = f"""
    folder = {str(tmp_path)!r} + "/running"
    os.makedirs(folder, exist_ok=True)
    open(f"{{folder}}/{{number}}", "w").close()
    time.sleep(0.3)
    count = len(os.listdir(folder))
    os.remove(f"{{folder}}/{{number}}")
    open(f"{tmp_path}/most", "a").write(f"{{count}}\\n")
    page(number)
    """
    assert len(await read(stand_in(body), *range(1, 7))) == 6
    assert max(map(int, (tmp_path / "most").read_text().split())) <= 2


FAULTS = {
    "crash": "os.kill(os.getpid(), signal.SIGSEGV)",
    "exit": "os._exit(3)",
    "nonsense": "os.write(1, struct.pack('>I', 4) + b'nope')",
    "not a page": "os.write(1, frame({'kind': 'page'}))",
    "another page": "page(99)",
    "gigantic frame": "os.write(1, b'\\xff\\xff\\xff\\xff')",
    "half a frame": "os.write(1, b'\\0\\0\\0\\x09{'); os._exit(0)",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_page_that_ends_its_process_is_left_out(stand_in: Make, fault: str) -> None:
    assert await read(stand_in(f"if number == 2:\n    {fault}\npage(number)"), 1, 2, 3) == {1: "w1", 3: "w3"}


async def test_a_page_that_takes_too_long_is_given_up(stand_in: Make) -> None:
    started = time.monotonic()
    assert await read(stand_in("if number == 1:\n    time.sleep(60)\npage(number)", ocr_seconds=5), 1, 2) == {2: "w2"}
    assert time.monotonic() - started < 30


async def test_no_child_is_left_behind(stand_in: Make, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    reader = stand_in(f"open({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")
    task = asyncio.create_task(read(reader, 1))
    await asyncio.to_thread(wait_for, note)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_what_is_missing_is_said_with_the_line_that_installs_it(
    stand_in: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = stand_in("page(number)")
    install(tmp_path, "eng\nosd")
    with pytest.raises(OcrUnavailable, match="lacks fra") as caught:
        await read(reader, 1)
    assert "apt-get install tesseract-ocr tesseract-ocr-fra" in caught.value.hint
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(OcrUnavailable, match="not installed"):
        reader.check()
