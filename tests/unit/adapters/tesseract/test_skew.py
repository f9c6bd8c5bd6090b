from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from paillasse.adapters.tesseract.rendering import MAX_PIXELS, open_sheet
from paillasse.adapters.tesseract.skew import ink_of, is_blank, skew_of
from paillasse.types.pages import Box
from pdf_files import drawn_pdf


def lines(canvas: Canvas, degrees: float = 0) -> None:
    canvas.translate(200, 150)
    canvas.rotate(degrees)
    for k in range(18):
        canvas.drawString(-170, 120 - 14 * k, "Débrancher l'appareil avant de nettoyer la cuve de mesure")


@pytest.mark.parametrize("degrees", [-6.0, -2.0, -0.7, 0.7, 3.0, 6.0])
def test_lines_askew_are_measured_and_set_level(tmp_path: Path, degrees: float) -> None:
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: lines(canvas, degrees))
    with open_sheet(path, 1) as sheet:
        picture, _ = sheet.draw(sheet.turn(0), 75)
        found = skew_of(picture)
        level, _ = sheet.draw(sheet.turn(found), 75)
    # PDF turns counter-clockwise: the same angle clockwise sets it level again.
    assert found == pytest.approx(degrees, abs=0.25)
    assert skew_of(level) == 0.0


def test_level_lines_and_pages_with_little_on_them_stay(tmp_path: Path) -> None:
    with open_sheet(drawn_pdf(tmp_path / "a.pdf", lines), 1) as sheet:
        assert skew_of(sheet.draw(sheet.turn(0), 75)[0]) == 0.0
    assert skew_of(np.full((300, 400), 255, np.uint8)) == 0.0
    with open_sheet(drawn_pdf(tmp_path / "b.pdf", lambda canvas: canvas.circle(200, 150, 100)), 1) as sheet:
        assert skew_of(sheet.draw(sheet.turn(0), 75)[0]) == 0.0


def test_blank_sheets() -> None:
    paper = np.random.default_rng(1).normal(235, 4, (800, 600)).clip(0, 255).astype(np.uint8)
    assert is_blank(paper)
    assert is_blank(np.full((2, 2), 255, np.uint8))
    paper[:5, :] = 0
    assert is_blank(paper)  # the edge of the scanner
    paper[300:310, 200:320] = 20
    assert not is_blank(paper)
    assert ink_of(paper).any()
    assert not ink_of(np.zeros((0, 4), np.uint8)).size


@pytest.mark.parametrize(("degrees", "spot"), [(0, (50, 30)), (90, (270, 50)), (180, (350, 270)), (270, (30, 350))])
def test_a_page_is_drawn_turned_as_asked(tmp_path: Path, degrees: float, spot: tuple[float, float]) -> None:
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.rect(40, 260, 20, 20, fill=1))
    with open_sheet(path, 1) as sheet:
        turn = sheet.turn(degrees)
        picture, scale = sheet.draw(turn, 144)
    assert scale == 2
    assert (picture.shape[1] / 2, picture.shape[0] / 2) == pytest.approx(turn.upright_size)
    rows, columns = np.nonzero(picture < 128)
    assert (columns.mean() / scale, rows.mean() / scale) == pytest.approx(spot, abs=0.6)
    assert turn.upright(Box(40, 20, 60, 40))[:2] == pytest.approx((spot[0] - 10, spot[1] - 10))


def test_large_sheets_are_drawn_coarser(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((4000, 3000))
        canvas.showPage()

    path = drawn_pdf(tmp_path / "a.pdf", draw)
    with open_sheet(path, 1) as sheet:
        picture, scale = sheet.draw(sheet.turn(0), 300)
    assert picture.size <= MAX_PIXELS * 1.01
    assert picture.shape == (round(3000 * scale), round(4000 * scale))
