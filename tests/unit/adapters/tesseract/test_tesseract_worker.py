"""Real runs of Tesseract on pages that are pictures, made here."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from paillasse.adapters.tesseract import engine, worker
from paillasse.adapters.tesseract.rendering import open_sheet
from paillasse.adapters.tesseract.worker import read_page
from paillasse.ingestion.structure import analyse
from paillasse.page_stream import LENGTH, OUT_OF_MEMORY, unframe, unpack_page
from paillasse.types.pages import RawDocument, RawPage, TextSource, Turn, Word
from pdf_files import drawn_pdf

pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")

WORKER = (sys.executable, "-P", "-m", "paillasse.adapters.tesseract.worker")
FRENCH = (
    "Débranchez l'appareil avant d'ouvrir le boîtier.",
    "L'étalonnage se fait à vingt-cinq degrés, après une",
    "heure de chauffe. Vérifiez où la sonde a été placée ;",
    "le capteur à gaz ne doit jamais être rincé à l'eau.",
    "Remplacez la pièce usée et répétez la mesure dès que",
    "possible : le code E-203 disparaît alors de l'écran.",
)


def printed(path: Path) -> Path:
    """A page of text."""

    def draw(canvas: Canvas) -> None:
        for k, line in enumerate(FRENCH):
            canvas.drawString(40, 250 - 24 * k, line)

    return drawn_pdf(path, draw)


def scanned(folder: Path, degrees: float, source: Path | None = None) -> tuple[Path, Turn]:
    """A page (of text, without a source) as a picture that was turned clockwise, and the turn."""
    with open_sheet(source or printed(folder / "text.pdf"), 1) as sheet:
        drawn, _ = sheet.draw(sheet.turn(0), 200)
    turn = Turn(degrees, 400, 300)
    picture = Image.fromarray(drawn).rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)

    def draw(canvas: Canvas) -> None:
        width, height = turn.upright_size
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)

    return drawn_pdf(folder / "scan.pdf", draw), turn


def read(path: Path) -> RawPage:
    with open_sheet(path, 1) as sheet:
        return read_page(sheet, 1)


def find(page: RawPage, text: str) -> Word:
    return next(word for word in page.words if word.text == text)


def test_french_is_read_with_its_accents(tmp_path: Path) -> None:
    page = read(scanned(tmp_path, 0)[0])
    assert " ".join(w.text for w in page.words) == " ".join(FRENCH)
    assert (page.text_source, page.turn) == (TextSource.OCR, None)
    assert page.confidence > 0.8
    assert [w.size for w in page.words] == pytest.approx([12] * len(page.words), abs=1.5)
    box = find(page, "Débranchez").box
    assert (box.x0, box.y1) == pytest.approx((40, 50), abs=4)


@pytest.mark.parametrize("degrees", [90, 180, 270, 3, -4, 92])
def test_pages_lying_askew_or_sideways_are_read_where_they_are(tmp_path: Path, degrees: float) -> None:
    path, turn = scanned(tmp_path, degrees)
    page = read(path)
    assert " ".join(w.text for w in page.words) == " ".join(FRENCH)
    assert page.turn is not None
    assert (page.turn.degrees + degrees) % 360 == pytest.approx(0, abs=0.4) or (
        page.turn.degrees + degrees
    ) % 360 == pytest.approx(360, abs=0.4)
    for text, x, baseline in (("Débranchez", 40, 50), ("possible", 40, 170)):
        shown = page.turn.displayed(find(page, text).box)
        straight = turn.displayed(shown)
        middle = (straight.y0 + straight.y1) / 2
        assert straight.x0 == pytest.approx(x, abs=12)
        assert middle == pytest.approx(baseline - 4, abs=5)


def test_an_empty_sheet_has_no_words(tmp_path: Path) -> None:
    page = read(drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.showPage()))
    assert (page.words, page.width, page.height) == ((), 400, 300)


def test_too_little_text_to_tell_which_way_up_it_is(tmp_path: Path) -> None:
    page = read(drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.circle(200, 150, 60)))
    assert page.words == ()


def test_the_process_writes_one_page(tmp_path: Path) -> None:
    path, _ = scanned(tmp_path, 0)
    done = subprocess.run([*WORKER, str(path), "1", "1024", "60"], capture_output=True, check=True)
    page = unpack_page(unframe(done.stdout[LENGTH.size :]))
    assert page.number == 1
    assert page.words[0].text == "Débranchez"


@pytest.mark.parametrize(("page", "memory"), [("7", "1024"), ("1", "64")])
def test_a_page_that_cannot_be_read_is_a_status(tmp_path: Path, page: str, memory: str) -> None:
    path, _ = scanned(tmp_path, 0)
    done = subprocess.run([*WORKER, str(path), page, memory, "60"], capture_output=True, check=False)
    assert done.returncode != 0
    assert done.stdout == b""


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


def test_main_writes_a_page(tmp_path: Path, in_process: io.BytesIO) -> None:
    assert worker.main([str(printed(tmp_path / "a.pdf")), "1", "1024", "30"]) == 0
    assert unpack_page(unframe(in_process.getvalue()[LENGTH.size :])).words


@pytest.mark.parametrize(("error", "status"), [(MemoryError, OUT_OF_MEMORY), (ChildProcessError, 1), (ValueError, 1)])
def test_main_says_how_it_failed(
    tmp_path: Path, in_process: io.BytesIO, monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(worker, "read_page", fail)
    assert worker.main([str(printed(tmp_path / "a.pdf")), "1", "1024", "30"]) == status
    assert in_process.getvalue() == b""


def test_an_engine_that_crashes_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\ncat >/dev/null\nexit 134\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with open_sheet(printed(tmp_path / "a.pdf"), 1) as sheet:
        picture, _ = sheet.draw(sheet.turn(0), 72)
    with pytest.raises(ChildProcessError, match="134"):
        engine.recognise(picture, 72, "eng")


def test_a_ruled_table_on_a_scan_that_lies_askew(tmp_path: Path) -> None:
    rows = (("Code", "Meaning"), ("E-203", "The rotor is out of balance"), ("E-204", "The lid is not closed"))

    def table(canvas: Canvas) -> None:
        canvas.grid([40, 120, 360], [100, 140, 180, 220])
        for k, (code, meaning) in enumerate(rows):
            canvas.drawString(50, 195 - 40 * k, code)
            canvas.drawString(130, 195 - 40 * k, meaning)

    path, _ = scanned(tmp_path, 2, drawn_pdf(tmp_path / "table.pdf", table))
    (page,) = analyse(RawDocument((read(path),)))
    (found,) = page.tables
    cells = [[" ".join(w.text for w in page.words[c.start : c.end]) for c in row] for row in found.rows]
    assert found.ruled
    assert cells == [list(row) for row in rows]
