from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from paillasse.types.pages import Box, RawPage, Turn, Word
from pdf_files import drawn_pdf

SOURCE = Path(__file__).parents[3] / "benchmarks" / "ocr.py"


@pytest.fixture(scope="module")
def ocr() -> Any:
    spec = importlib.util.spec_from_file_location("measured_ocr", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def word(text: str, x: float, y: float = 10) -> Word:
    return Word(text, Box(x, y, x + 30, y + 10), 10, bold=False)


def test_words_are_compared_where_they_stand_whatever_their_order(ocr: Any) -> None:
    truth = [word("la", 0), word("sonde", 40), word("usée", 0, 40)]
    read = [word("usee", 1, 41), Word("la sonde", Box(0, 10, 70, 20), 10, bold=False), word("x", 300)]
    assert sorted(ocr.matched(truth, read)) == [("", "x"), ("la sonde", "la sonde"), ("usée", "usee")]


def test_errors_are_counted_with_accents_apart(ocr: Any) -> None:
    assert ocr.difference("été µs", "ete us") == (6, 3, 2, 2, 2, 2)
    assert ocr.difference("été", "été") == (3, 0, 1, 0, 2, 0)
    assert ocr.difference("", "x") == (0, 1, 0, 1, 0, 0)
    assert ocr.joined([word("l’outil", 9), word("“a”", 0)]) == '"a" l\'outil'


@pytest.mark.parametrize("degradation", ["clean", "blurred", "noisy", "120 dpi", "skewed 3°", "sideways"])
def test_what_is_printed_is_known_where_it_lies_on_the_scan(ocr: Any, tmp_path: Path, degradation: str) -> None:
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.rect(40, 260, 30, 10, fill=1))
    page = RawPage(1, "", 400, 300, (word("x", 40, 30),))
    scanned = ocr.scan(path, page, ocr.DEGRADATIONS[degradation], tmp_path / "scan.pdf")
    with ocr.open_sheet(scanned.path, 1) as sheet:
        picture, scale = sheet.draw(sheet.turn(0), 72)
    rows, columns = np.nonzero(picture < 110)
    box = scanned.truth[0].box
    assert np.median(columns) / scale == pytest.approx((box.x0 + box.x1) / 2, abs=3)
    assert np.median(rows) / scale == pytest.approx((box.y0 + box.y1) / 2, abs=3)


def test_a_perfect_reading_has_no_errors_however_the_page_was_turned(ocr: Any) -> None:
    turn = Turn(90, 400, 300)
    shown = [w._replace(box=turn.displayed(w.box)) for w in (word("été", 40), word("x", 200, 200))]
    read = RawPage(1, "", 300, 400, (word("été", 40), word("x", 200, 200)), turn=turn)
    assert ocr.compared(ocr.Scan(Path("a"), tuple(shown)), read) == (4, 0, 2, 0, 2, 0)


def test_every_engine_has_a_row(ocr: Any, tmp_path: Path) -> None:
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(40, 250, "x"))
    page = RawPage(1, "", 400, 300, (word("x", 40, 40),))
    (row,) = ocr.compare({"blind": lambda _: (RawPage(1, "", 400, 300, ()), 1.5)}, [(path, page)], "clean")
    assert (row["engine"], row["cer"], row["wer"], row["accent_errors"], row["cpu_seconds"]) == (
        "blind",
        1.0,
        1.0,
        None,
        1.5,
    )
    assert "CER 1.000" in ocr.shown({**row, "language": "fr"})


def test_pages_are_spread_over_the_manuals(ocr: Any) -> None:
    a, b = Path("a"), Path("b")
    pages = {a: [RawPage(n, "", 1, 1, ()) for n in (1, 2, 3)], b: [RawPage(9, "", 1, 1, ())]}
    assert [(p.name, page.number) for p, page in ocr.spread(pages, 3)] == [("a", 2), ("b", 9), ("a", 3)]


def test_grain_keeps_the_size(ocr: Any) -> None:
    assert ocr.noisy(Image.new("L", (30, 20), 255)).size == (30, 20)
