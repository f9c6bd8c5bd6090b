from __future__ import annotations

import asyncio
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from hostile_pdfs import HARMLESS, LOST, MEANINGLESS
from memory_services import SAMPLES
from paillasse.adapters.page_pictures.encoding import encoded, marked
from paillasse.adapters.page_pictures.folder import PictureFolder
from paillasse.adapters.page_pictures.pictures import DrawnPictures
from paillasse.adapters.page_pictures.pixels import MAX_SIDE, Pixels
from paillasse.adapters.page_pictures.process import DrawingProcess
from paillasse.adapters.reading_copy.copy import reading_copy
from paillasse.errors.manuals import ParserLimitExceeded
from paillasse.errors.root import Overloaded
from paillasse.gate import Gate
from paillasse.protocols.reading import DrawnPage
from paillasse.settings import Settings
from paillasse.types.pages import Box
from pdf_files import one_page, raw_pdf

HOSTILE = {**HARMLESS, **LOST, **MEANINGLESS}
WORKER = (sys.executable, "-m", "paillasse.adapters.page_pictures.worker")


def process(tmp_path: Path, *command: str, seconds: int = 30) -> DrawingProcess:
    settings = Settings(home=tmp_path, parser_seconds=seconds, _env_file=None)
    return DrawingProcess(command or WORKER, settings)


async def draw(tmp_path: Path, path: Path, number: int = 1, width: int = 400, name: str = "") -> Pixels:
    return await process(tmp_path).draw(path, name or path.name, number, width)


async def test_a_page_is_drawn_as_wide_as_asked(tmp_path: Path) -> None:
    pixels = await draw(tmp_path, SAMPLES[0])
    assert pixels.width == 400
    assert pixels.height == pytest.approx(400 * 842 / 595, abs=2)
    assert len(pixels.rgb) == 3 * pixels.width * pixels.height
    assert pixels.rgb.count(b"\xff") < len(pixels.rgb)
    assert (await draw(tmp_path, SAMPLES[0], 2)).rgb != pixels.rgb


async def test_a_page_that_would_be_too_high_becomes_narrower(tmp_path: Path) -> None:
    tall = raw_pdf(tmp_path / "a.pdf", *one_page("", page="/MediaBox [0 0 10 2000]"))
    pixels = await draw(tmp_path, tall, width=1000)
    assert (pixels.width, pixels.height) == (MAX_SIDE * 10 // 2000, MAX_SIDE)


async def test_other_formats_are_drawn_by_their_reading_copy(tmp_path: Path) -> None:
    stored = tmp_path / f"{'a' * 64}.pdf"
    stored.write_text("# Rinsing\n\n| part | *size* |\n|---|---|\n| lid | 3 |\n")
    table, plain = [await draw(tmp_path, stored, name=name) for name in ("a.md", "a.txt")]
    assert table.rgb != plain.rgb


async def test_the_copy_that_is_drawn_can_be_had(tmp_path: Path) -> None:
    stored = tmp_path / "a"
    stored.write_text("# Rinsing\n\nRinse it.\n")
    copy = await process(tmp_path).copy(stored, "a.md")
    assert copy == reading_copy(stored, "a.md")
    stored.write_bytes(b"\x00\x01")
    with pytest.raises(ParserLimitExceeded, match="could not be set on pages"):
        await process(tmp_path).copy(stored, "a.md")


@pytest.mark.parametrize("length", [0, 2**40, 9])
async def test_a_copy_of_another_length_is_none(tmp_path: Path, length: int) -> None:
    script = f"import sys; sys.stdout.buffer.write(({length}).to_bytes(8,'big') + b'x')"
    with pytest.raises(ParserLimitExceeded):
        await process(tmp_path, sys.executable, "-c", script).copy(tmp_path, "a.md")


@pytest.mark.parametrize("number", [0, 99])
async def test_a_page_that_is_not_there(tmp_path: Path, number: int) -> None:
    with pytest.raises(ParserLimitExceeded, match=f"Page {number} of .* could not be drawn"):
        await draw(tmp_path, SAMPLES[0], number)


@pytest.mark.parametrize("name", sorted(HOSTILE))
async def test_a_hostile_file_is_drawn_or_refused(tmp_path: Path, name: str) -> None:
    path = HOSTILE[name](tmp_path / "a.pdf")
    try:
        pixels = await process(tmp_path, seconds=5).draw(path, "a.pdf", 1, 300)
    except ParserLimitExceeded:
        return
    assert pixels.width <= 300
    assert pixels.height <= MAX_SIDE


@pytest.mark.parametrize(
    "script",
    [
        "",
        "import time; time.sleep(60)",
        "import sys; sys.stdout.buffer.write((401).to_bytes(4,'big') + (1).to_bytes(4,'big') + b'x' * 1203)",
        "import sys; sys.stdout.buffer.write((1).to_bytes(4,'big') + (2**31).to_bytes(4,'big') + b'x' * 9999)",
        "import sys; sys.stdout.buffer.write((0).to_bytes(4,'big') * 2)",
        "import sys; sys.stdout.buffer.write((9).to_bytes(4,'big') * 2 + b'x')",
    ],
    ids=["nothing", "hanging", "too wide", "too high", "empty", "too short"],
)
async def test_a_process_that_misbehaves_is_ended(tmp_path: Path, script: str) -> None:
    with pytest.raises(ParserLimitExceeded):
        await process(tmp_path, sys.executable, "-c", script, seconds=1).draw(tmp_path, "a.pdf", 1, 400)


def opened(picture: bytes) -> Image.Image:
    image = Image.open(BytesIO(picture))
    assert image.format == "WEBP"
    return image.convert("RGB")


def test_a_rectangle_is_highlighted_where_it_is_and_letters_stay_black() -> None:
    white = Pixels(200, 100, b"\xff" * 60_000)
    black = Pixels(200, 100, bytes(60_000))
    box = Box(0.5, 0.5, 0.75, 0.75)
    page = opened(marked(encoded(white), [box]))
    assert page.size == (200, 100)
    inside, outside = page.getpixel((120, 60)), page.getpixel((20, 20))
    assert isinstance(inside, tuple)
    assert inside[2] < 120
    assert inside[0] > 200
    assert outside == (255, 255, 255)
    assert opened(marked(encoded(black), [box])).getpixel((120, 60)) == (0, 0, 0)


class Counting(DrawingProcess):
    """Draws one grey pixel, and counts."""

    def __init__(self, *, failing: bool = False) -> None:
        self.drawn: list[tuple[int, int]] = []
        self.failing = failing

    async def draw(self, path: Path, name: str, number: int, width: int) -> Pixels:
        self.drawn.append((number, width))
        await asyncio.sleep(0.01)
        if self.failing:
            raise ParserLimitExceeded("no")
        return Pixels(1, 1, b"\x80\x80\x80")


async def test_a_page_is_drawn_once(tmp_path: Path) -> None:
    drawing = Counting()
    pictures = DrawnPictures(drawing, PictureFolder(tmp_path, 1000))
    page = DrawnPage(tmp_path, "a" * 64, "a.pdf", 1)
    same = await asyncio.gather(*(pictures.picture(page, 400) for _ in range(5)))
    assert len({*same, await pictures.picture(page, 400)}) == 1
    assert drawing.drawn == [(1, 400)]
    await pictures.picture(page._replace(number=2), 400)
    await pictures.picture(page, 500)
    assert drawing.drawn == [(1, 400), (2, 400), (1, 500)]
    await pictures.forget(page.sha256)
    await pictures.picture(page, 400)
    assert len(drawing.drawn) == 4


async def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    drawing = Counting(failing=True)
    pictures = DrawnPictures(drawing, PictureFolder(tmp_path, 1000))
    page = DrawnPage(tmp_path, "a" * 64, "a.pdf", 1)
    for _ in range(2):
        with pytest.raises(ParserLimitExceeded):
            await pictures.picture(page, 400)
    assert len(drawing.drawn) == 2


async def test_who_would_wait_long_for_a_picture_is_told_so(tmp_path: Path) -> None:
    pictures = DrawnPictures(Counting(), PictureFolder(tmp_path, 1000))
    pictures._working = Gate(1, 1, 5)
    page = DrawnPage(tmp_path, "a" * 64, "a.pdf", 1)
    asked = [pictures.picture(page._replace(number=number), 400) for number in range(4)]
    given = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(type(each).__name__ for each in given) == ["Overloaded", "Overloaded", "bytes", "bytes"]


async def test_a_picture_that_is_kept_waits_for_nobody(tmp_path: Path) -> None:
    pictures = DrawnPictures(Counting(), PictureFolder(tmp_path, 1000))
    page = DrawnPage(tmp_path, "a" * 64, "a.pdf", 1)
    picture = await pictures.picture(page, 400)
    pictures._working = Gate(0, 0, 0.01)
    assert await pictures.picture(page, 400) == picture
    with pytest.raises(Overloaded):
        await pictures.marked(picture, [])


async def test_a_picture_can_be_marked_beside_the_loop(tmp_path: Path) -> None:
    pictures = DrawnPictures(Counting(), PictureFolder(tmp_path, 1000))
    plain = encoded(Pixels(20, 20, b"\xff" * 1200))
    assert await pictures.marked(plain, [Box(0, 0, 1, 1)]) == marked(plain, [Box(0, 0, 1, 1)]) != plain
