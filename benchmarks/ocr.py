"""OCR engines side by side: errors and seconds a page, on pages of manuals whose own text layer is the truth.

    uv run --with rapidocr python benchmarks/ocr.py tesseract rapidocr --manuals DIR --json ocr.json

Pages that are text, with hardly a picture, are drawn, degraded, put into a PDF file as a scanner would, and read.
`tesseract` is what the product does: levelled, turned upright, read by Tesseract. `rapidocr` gets the same levelled and
upright picture. Figures, by language and degradation:

  CER          edit distance between what is printed and what was read, per character printed.
  WER          the same in words.
  accents      share of the accented letters printed that were not read as they are.
  cpu s        processor seconds a page, drawing included: what else the machine does hardly counts.

Words are matched by place, so that the order of columns plays no part: whatever overlaps is compared as one piece of
text, and what was read where nothing is printed counts as error. Typographic quotes, dashes and ligatures count as
their plain forms.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import py3langid
from PIL import Image, ImageFilter
from rapidfuzz.distance import Levenshtein

from paillasse.adapters.pdfium.reader import PdfiumReader
from paillasse.adapters.tesseract.rendering import Sheet, open_sheet
from paillasse.adapters.tesseract.worker import read_page
from paillasse.ingestion.scans.legibility import is_garbled
from paillasse.types.pages import Box, RawPage, Turn, Word

DPI = 300
LANGUAGES = ("en", "fr")
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "ﬁ": "fi", "ﬂ": "fl",
                       "œ": "oe", "Œ": "OE", "\u00a0": " ", "…": "..."})  # fmt: skip


class Scan(NamedTuple):
    """A degraded page in a file of its own, and what is printed on it."""

    path: Path
    truth: tuple[Word, ...]


class Errors(NamedTuple):
    """Counts over a page; they add up."""

    characters: int
    wrong_characters: int
    words: int
    wrong_words: int
    accents: int
    wrong_accents: int


Reader = Callable[[Sheet], tuple[RawPage, float]]
"""The page as read, and the processor seconds that it took."""
Degradation = Callable[[Image.Image], tuple[Image.Image, float]]


def noisy(picture: Image.Image) -> Image.Image:
    """Grain and specks of a worn copier."""
    random = np.random.default_rng(7)
    values = np.asarray(picture, dtype=np.float64) + random.normal(0, 30, (picture.height, picture.width))
    specks = random.random(values.shape)
    values[specks < 0.002], values[specks > 0.998] = 0, 255
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def coarse(picture: Image.Image) -> Image.Image:
    """A scan at 120 dots per inch."""
    return picture.resize((picture.width * 120 // DPI, picture.height * 120 // DPI), Image.Resampling.BOX)


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    """Clockwise, the page grown to hold it."""
    return picture.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


DEGRADATIONS: dict[str, Degradation] = {
    "clean": lambda p: (p, 0.0),
    "blurred": lambda p: (p.filter(ImageFilter.GaussianBlur(2.5)), 0.0),
    "noisy": lambda p: (noisy(p), 0.0),
    "120 dpi": lambda p: (coarse(p), 0.0),
    "skewed 3°": lambda p: (turned(p, 3.0), 3.0),
    "sideways": lambda p: (turned(p, 90.0), 90.0),
}


def text_pages(path: Path) -> list[RawPage]:
    """Pages that are running text and little else."""
    return [
        page
        for page in PdfiumReader().open(path).pages
        if 150 <= len(page.words) <= 700
        and sum((b.x1 - b.x0) * (b.y1 - b.y0) for b in page.images) < 0.03 * page.width * page.height
        and not is_garbled(w.text for w in page.words)
    ]


def chosen_pages(folder: Path, count: int) -> dict[str, list[tuple[Path, RawPage]]]:
    """`count` pages of each language, spread over the manuals and over each manual."""
    found: dict[str, dict[Path, list[RawPage]]] = {language: {} for language in LANGUAGES}
    for path in sorted(folder.glob("*.pdf")):
        for page in text_pages(path):
            language = py3langid.classify(" ".join(w.text for w in page.words))[0]
            if language in found:
                found[language].setdefault(path, []).append(page)
    return {language: list(spread(pages, count)) for language, pages in found.items()}


def spread(pages: dict[Path, list[RawPage]], count: int) -> Iterator[tuple[Path, RawPage]]:
    """One page of each manual in turn, from the middle of what is left of it, until there are `count`."""
    left = {path: list(found) for path, found in pages.items()}
    while count > 0 and left:
        for path in list(left)[:count]:
            yield path, left[path].pop(len(left[path]) // 2)
            count -= 1
        left = {path: found for path, found in left.items() if found}


def scan(path: Path, page: RawPage, degrade: Degradation, target: Path) -> Scan:
    """The page drawn, degraded and saved as a PDF that holds one picture."""
    with open_sheet(path, page.number) as sheet:
        drawn, _ = sheet.draw(sheet.turn(0), DPI)
    picture, degrees = degrade(Image.fromarray(drawn))
    turn = Turn(degrees, page.width, page.height)
    dots = picture.width / turn.upright_size[0] * 72
    picture.save(target, "PDF", resolution=dots, quality=80)
    return Scan(target, tuple(word._replace(box=turn.upright(word.box)) for word in page.words))


def compared(scanned: Scan, read: RawPage) -> Errors:
    """Errors of a reading; places are compared on the page as the reader levelled it."""
    truth = [w if read.turn is None else w._replace(box=read.turn.upright(w.box)) for w in scanned.truth]
    total = np.zeros(6, dtype=np.int64)
    for printed, got in matched(truth, read.words):
        total += np.array(difference(printed, got))
    return Errors(*total.tolist())


def matched(truth: Sequence[Word], read: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Texts that stand in one place: printed, and read."""
    a, b = (np.array([w.box for w in words], dtype=np.float64).reshape(-1, 4) for words in (truth, read))
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = (high - low).clip(0).prod(2)
    smaller = np.minimum((a[:, 2:] - a[:, :2]).prod(1)[:, None], (b[:, 2:] - b[:, :2]).prod(1)[None, :])
    near = shared > 0.4 * smaller
    group = np.arange(len(truth) + len(read))
    for i, j in np.argwhere(near):
        first, second = group[i], group[len(truth) + j]
        group[group == max(first, second)] = min(first, second)
    sides: defaultdict[int, tuple[list[Word], list[Word]]] = defaultdict(lambda: ([], []))
    for index, name in enumerate(group.tolist()):
        side, word = (0, truth[index]) if index < len(truth) else (1, read[index - len(truth)])
        sides[name][side].append(word)
    for printed, got in sides.values():
        yield joined(printed), joined(got)


def joined(words: Sequence[Word]) -> str:
    """Their text, left to right, in plain characters."""
    text = " ".join(w.text for w in sorted(words, key=lambda w: w.box.x0))
    return unicodedata.normalize("NFC", text.translate(PLAIN))


def difference(printed: str, got: str) -> Errors:
    """Errors of one piece of text."""
    touched = {op.src_pos for op in Levenshtein.editops(printed, got) if op.tag != "insert"}
    accents = [i for i, c in enumerate(printed) if c.isalpha() and unicodedata.normalize("NFD", c) != c]
    return Errors(
        len(printed),
        Levenshtein.distance(printed, got),
        len(printed.split()),
        Levenshtein.distance(printed.split(), got.split()),
        len(accents),
        sum(i in touched for i in accents),
    )


def timed(read: Callable[[], Any]) -> tuple[Any, float]:
    """What a call gives, and its processor seconds."""
    before = cpu_seconds()
    return read(), cpu_seconds() - before


def tesseract_reader() -> Reader:
    """The product's reader."""
    return lambda sheet: timed(lambda: read_page(sheet, 1))


def rapid_reader() -> Reader:
    """RapidOCR on the picture that the product levelled, its lines of text as words. Levelling is not counted."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - only where it is measured

    engine = RapidOCR()

    def read(sheet: Sheet) -> tuple[RawPage, float]:
        turn = read_page(sheet, 1).turn
        used = turn or sheet.turn(0)
        picture, scale = sheet.draw(used, DPI)
        found, seconds = timed(lambda: engine(np.stack([picture] * 3, axis=2)))
        boxes = [] if found.boxes is None else found.boxes / scale
        words = tuple(
            Word(text, Box(*quad.min(0).tolist(), *quad.max(0).tolist()), 10.0, bold=False)
            for quad, text in zip(boxes, found.txts or (), strict=True)
        )
        return RawPage(1, "", *used.upright_size, words, turn=turn), seconds

    return read


READERS: dict[str, Callable[[], Reader]] = {"tesseract": tesseract_reader, "rapidocr": rapid_reader}


def cpu_seconds() -> float:
    """Processor time of this process and of its children that ended."""
    return sum(os.times()[:4])


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Every figure, by engine, language and degradation."""
    pages = chosen_pages(options.manuals, options.pages)
    readers = {name: READERS[name]() for name in options.engines}
    rows: list[dict[str, Any]] = []
    for language, chosen in pages.items():
        for degradation in DEGRADATIONS:
            for figures in compare(readers, chosen, degradation):
                rows.append({"language": language, **figures})
                sys.stdout.write(shown(rows[-1]) + "\n")
                sys.stdout.flush()
    return {"pages": {language: len(chosen) for language, chosen in pages.items()}, "rows": rows}


def compare(
    readers: dict[str, Reader], pages: Sequence[tuple[Path, RawPage]], degradation: str
) -> Iterator[dict[str, Any]]:
    """Figures of every engine over the same degraded pages."""
    sums = {name: np.zeros(len(Errors._fields), dtype=np.int64) for name in readers}
    seconds = dict.fromkeys(readers, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        for path, page in pages:
            scanned = scan(path, page, DEGRADATIONS[degradation], Path(folder) / "scan.pdf")
            for name, reader in readers.items():
                with open_sheet(scanned.path, 1) as sheet:
                    read, spent = reader(sheet)
                sums[name] += np.array(compared(scanned, read))
                seconds[name] += spent
    for name in readers:
        yield row(name, degradation, Errors(*sums[name].tolist()), seconds[name] / max(1, len(pages)))


def row(engine: str, degradation: str, errors: Errors, seconds: float) -> dict[str, Any]:
    """Rates out of counts."""
    return {
        "engine": engine,
        "degradation": degradation,
        "cer": errors.wrong_characters / max(1, errors.characters),
        "wer": errors.wrong_words / max(1, errors.words),
        "accent_errors": errors.wrong_accents / errors.accents if errors.accents else None,
        "cpu_seconds": seconds,
        "counts": errors._asdict(),
    }


def shown(figures: dict[str, Any]) -> str:
    """One line of the table."""
    rate = figures["accent_errors"]
    accents = "-" if rate is None else f"{rate:.3f}"
    return (
        f"{figures['engine']:10} {figures['language']} {figures['degradation']:10} CER {figures['cer']:.3f}  "
        f"WER {figures['wer']:.3f}  accents {accents}  cpu s {figures['cpu_seconds']:.2f}"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engines", nargs="+", choices=sorted(READERS), metavar="ENGINE", help="tesseract, rapidocr")
    parser.add_argument("--manuals", type=Path, required=True, metavar="DIR", help="folder of PDF files with text")
    parser.add_argument("--pages", type=int, default=8, help="pages of each language (default %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    options = parser.parse_args()
    report = measure(options)
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
