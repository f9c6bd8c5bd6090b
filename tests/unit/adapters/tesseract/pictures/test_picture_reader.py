from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from paillasse.adapters.tesseract.pictures.reader import TesseractPictureReader
from paillasse.adapters.tesseract.reader import TesseractReader
from paillasse.errors.manuals import OcrUnavailable
from paillasse.ingestion.scans.tally import Tally
from paillasse.settings import Settings
from paillasse.types.pages import Box, PictureReading, PictureRequest

STAND_IN = """
import os, signal, sys, time
from paillasse.page_stream import LENGTH, frame, pack_page, unframe
from paillasse.types.pages import Box, RawPage, TextSource, Word
(length,) = LENGTH.unpack(sys.stdin.buffer.read(4))
task = unframe(sys.stdin.buffer.read(length))
open(NOTE, "a").write(f"{task['language']} {task['together']} {len(task['pictures'])}\\n")
def picture(number, page, box):
    word = Word(f"w{page}", Box(10, 20, 60, 30), 10, False)
    size = box[2] - box[0], box[3] - box[1]
    os.write(1, frame({"kind": "page", **pack_page(RawPage(number, "", *size, (word,), confidence=0.9))}))
for number, (page, *box) in enumerate(task["pictures"], 1):
"""
Make = Callable[..., TesseractPictureReader]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A reader whose child runs the given lines for each picture, beside a Tesseract that has every language."""
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of available languages (3):\neng\nfra\nosd'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(body: str = "", **settings: int) -> TesseractPictureReader:
        script = tmp_path / "child.py"
        lines = textwrap.indent(textwrap.dedent(body) + "\npicture(number, page, box)", "    ")
        script.write_text(f"NOTE = {str(tmp_path / 'note')!r}" + STAND_IN + lines)
        limits = Settings.model_validate({"ocr_seconds": 20, "threads": 2, **settings})
        return TesseractPictureReader((sys.executable, str(script)), TesseractReader((), limits), limits)

    return make


def asked(folder: Path) -> list[str]:
    """What each child was asked for: language, pictures in one go, pictures."""
    note = folder / "note"
    return sorted(note.read_text().splitlines()) if note.exists() else []


def picture(page: int, key: str = "", language: str = "en") -> PictureRequest:
    return PictureRequest(page, Box(100, 100, 300, 200), language, key)


async def read(reader: TesseractPictureReader, *requests: PictureRequest) -> list[str | None]:
    tally = Tally[PictureReading]("pictures", len(requests), lambda *_: None)
    await reader.read(Path("a.pdf"), requests, tally)
    readings = [tally.readings[index] for index in range(len(requests))]
    return [reading.words[0].text if reading else None for reading in readings]


async def test_pictures_are_read_in_shares_of_their_size(stand_in: Make) -> None:
    tally = Tally[PictureReading]("pictures", 1, lambda *_: None)
    await stand_in().read(Path("a.pdf"), [picture(3)], tally)
    reading = tally.readings[0]
    assert reading is not None
    assert reading.words[0].box == pytest.approx((0.05, 0.2, 0.3, 0.3))
    assert (reading.words[0].size, reading.confidence) == (pytest.approx(0.1), 0.9)


async def test_each_picture_is_told_as_soon_as_it_is_read(stand_in: Make, tmp_path: Path) -> None:
    """The second picture of a process is not written before the first was told."""
    told = tmp_path / "told"

    async def found(index: int, reading: PictureReading | None) -> None:
        assert reading is not None
        told.touch()

    body = f"while number == 2 and not os.path.exists({str(told)!r}):\n    time.sleep(0.05)"
    await stand_in(body, threads=1).read(Path("a.pdf"), [picture(1), picture(2)], found)


async def test_each_language_has_processes_of_its_own_and_each_core_some(stand_in: Make, tmp_path: Path) -> None:
    requests = [picture(n, language="fr" if n > 10 else "de") for n in range(1, 13)]
    assert await read(stand_in(), *requests) == [f"w{n}" for n in range(1, 13)]
    assert asked(tmp_path) == ["eng 32 4", "eng 32 6", "fra 32 2"]


async def test_the_same_picture_is_read_once_and_remembered(stand_in: Make, tmp_path: Path) -> None:
    reader = stand_in()
    assert await read(reader, picture(1, "a"), picture(2), picture(3, "a")) == ["w1", "w2", "w1"]
    assert await read(reader, picture(7, "a"), picture(8, "a", "fr"), picture(9)) == ["w1", "w8", "w9"]
    assert asked(tmp_path) == ["eng 32 1", "eng 32 2", "fra 32 1"]


FAULTS = {
    "crash": "os.kill(os.getpid(), signal.SIGSEGV)",
    "nonsense": "os.write(1, b'\\0\\0\\0\\x04nope')",
    "another picture": "picture(99, page, box)",
    "gigantic frame": "os.write(1, b'\\xff\\xff\\xff\\xff')",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_picture_that_ends_its_process_is_left_out(stand_in: Make, tmp_path: Path, fault: str) -> None:
    found = await read(stand_in(f"if page == 2:\n    {fault}", threads=1), *(picture(n) for n in range(1, 5)))
    assert found == ["w1", None, "w3", "w4"]
    assert asked(tmp_path) == ["eng 1 2", "eng 1 3", "eng 32 4"]


async def test_a_batch_that_keeps_dying_is_given_up(stand_in: Make, tmp_path: Path) -> None:
    assert await read(stand_in("os._exit(1)", threads=1), *(picture(n) for n in range(1, 5))) == [None] * 4
    assert len(asked(tmp_path)) == 3


async def test_a_picture_that_takes_too_long_is_given_up(stand_in: Make) -> None:
    reader = stand_in("if page == 1:\n    time.sleep(60)", ocr_seconds=3, threads=1)
    assert await read(reader, picture(1), picture(2)) == [None, "w2"]


async def test_what_is_missing_is_said(stand_in: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(OcrUnavailable, match="not installed"):
        await read(stand_in(), picture(1))
