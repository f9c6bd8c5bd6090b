"""Real runs of Tesseract on pictures drawn here."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from paillasse.adapters.pdfium.reader import PdfiumReader
from paillasse.adapters.tesseract.pictures import worker
from paillasse.adapters.tesseract.pictures.worker import Task, read_pictures
from paillasse.adapters.tesseract.rendering import open_sheet
from paillasse.page_stream import LENGTH, OUT_OF_MEMORY, frame, unframe, unpack_page
from paillasse.types.pages import Box, RawPage
from pdf_files import drawn_pdf

pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")

WORKER = (sys.executable, "-P", "-m", "paillasse.adapters.tesseract.pictures.worker")
KEYS = ("CAL opens the calibration menu", "STOP ends the run at once")
LEFT, RIGHT = Box(20, 40, 220, 115), Box(230, 160, 390, 220)


def screenshot(folder: Path, *lines: str) -> Image.Image:
    """A picture of a few lines, 400 x 150 points' worth of dots."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((400, 150))
        canvas.setFont("Helvetica", 20)
        for k, line in enumerate(lines):
            canvas.drawString(20, 100 - 40 * k, line)

    with open_sheet(drawn_pdf(folder / "screen.pdf", draw), 1) as sheet:
        pixels, _ = sheet.draw(sheet.turn(0), 150)
    return Image.fromarray(pixels)


@pytest.fixture
def manual(tmp_path: Path) -> Path:
    """A page with two pictures, a page with the first of them once more."""
    screen, photo = screenshot(tmp_path, *KEYS), Image.radial_gradient("L")

    def draw(canvas: Canvas) -> None:
        for page in (1, 2):
            canvas.drawString(20, 280, "The keys of the instrument are shown below.")
            canvas.drawImage(ImageReader(screen), LEFT.x0, 300 - LEFT.y1, 200, 75)
            if page == 1:
                canvas.drawImage(ImageReader(photo), RIGHT.x0, 300 - RIGHT.y1, 160, 60)
            canvas.showPage()

    return drawn_pdf(tmp_path / "manual.pdf", draw)


def read(path: Path, *pictures: tuple[int, Box], language: str = "eng") -> list[RawPage]:
    return list(read_pictures(path, Task(list(pictures), language, 16), 60))


def texts(pages: Sequence[RawPage]) -> list[str]:
    return [" ".join(word.text for word in page.words) for page in pages]


@pytest.fixture(autouse=True)
def processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of the tests is not to be ended for the time it takes."""
    monkeypatch.setattr(worker, "grant_cpu", lambda _: None)


def test_words_are_read_where_they_stand_in_their_picture(manual: Path) -> None:
    screen, photo, again = read(manual, (1, LEFT), (1, RIGHT), (2, LEFT))
    assert texts([screen, photo, again]) == [" ".join(KEYS), "", " ".join(KEYS)]
    assert (screen.number, screen.width, screen.height) == (1, 200, 75)
    assert screen.confidence > 0.8
    first, last = screen.words[0].box, screen.words[-1].box
    assert (first.x0, first.y1) == pytest.approx((10, 25), abs=4)
    assert last.y1 == pytest.approx(45, abs=4)
    assert screen.words == again.words


def test_the_parser_tells_that_it_is_the_same_picture(manual: Path) -> None:
    first, second = PdfiumReader().open(manual).pages
    assert first.image_keys[0] == second.image_keys[0] != first.image_keys[1]


def test_french_pictures_keep_their_accents(tmp_path: Path) -> None:
    screen = screenshot(tmp_path, "Étalonnage terminé à 25 degrés", "Fermez le boîtier après la mesure")
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawImage(ImageReader(screen), 0, 150, 400, 150))
    (page,) = read(path, (1, Box(0, 0, 400, 150)), language="fra")
    assert texts([page]) == ["Étalonnage terminé à 25 degrés Fermez le boîtier après la mesure"]


def test_a_picture_in_a_page_of_html_is_read_on_its_reading_copy(tmp_path: Path) -> None:
    data = io.BytesIO()
    screenshot(tmp_path, *KEYS).save(data, "PNG")
    path = tmp_path / "keys.html"
    source = base64.b64encode(data.getvalue()).decode()
    path.write_text(f'<html><body><h1>Keys</h1><img src="data:image/png;base64,{source}"></body></html>')
    (page,) = PdfiumReader().open(path).pages
    assert texts(read(path, (1, page.images[0]))) == [" ".join(KEYS)]


def asked(*pictures: tuple[int, Box]) -> bytes:
    rows = [[page, *box] for page, box in pictures]
    return frame({"pictures": rows, "language": "eng", "together": 16})


def test_the_process_writes_a_page_for_each_picture(manual: Path) -> None:
    arguments = (*WORKER, str(manual), "1024", "60")
    done = subprocess.run(arguments, input=asked((1, LEFT)), capture_output=True, check=True)
    assert texts([unpack_page(unframe(done.stdout[LENGTH.size :]))]) == [" ".join(KEYS)]


@pytest.mark.parametrize(
    ("error", "status"), [(None, 0), (MemoryError, OUT_OF_MEMORY), (ChildProcessError, 1), (ValueError, 1)]
)
def test_main_says_how_it_ended(
    manual: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception] | None, status: int
) -> None:
    output, given = io.BytesIO(), io.TextIOWrapper(io.BytesIO(asked((2, LEFT))))

    def fail(*_: object) -> None:
        if error is not None:
            raise error

    monkeypatch.setattr(worker, "claim_stdout", lambda: output)
    monkeypatch.setattr(worker, "confine", lambda _: None)
    monkeypatch.setattr(worker, "grant_cpu", fail)
    monkeypatch.setattr(worker.sys, "stdin", given)
    assert worker.main([str(manual), "1024", "30"]) == status
    assert bool(output.getvalue()) == (status == 0)
