"""The manuals that ship: they are what their sources say, and hard in the ways they are meant to be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
MANUALS = sorted(path.name for path in (SAMPLES / "manuals").glob("*.pdf"))
TWINS = ("quivane_96_thermocycler_en.pdf", "quivane_96_thermocycleur_fr.pdf")


class Content(NamedTuple):
    """What a reader gets out of a PDF, apart from how its streams are compressed."""

    labels: tuple[str, ...]
    sizes: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]
    outline: tuple[tuple[int, str], ...]


def _read(path: Path) -> Content:
    document = pdfium.PdfDocument(path)
    numbers = range(len(document))
    texts = tuple(document[n].get_textpage().get_text_range() for n in numbers)
    sizes = tuple(document[n].get_size() for n in numbers)
    outline = tuple((entry.level, entry.get_title()) for entry in document.get_toc())
    return Content(tuple(document.get_page_label(n) for n in numbers), sizes, texts, outline)


def _build(folder: Path, seed: str) -> Path:
    command = [sys.executable, str(SAMPLES / "build.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed})
    return folder


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("samples"), "1")


def test_all_four_are_there() -> None:
    assert len(MANUALS) == 4
    assert [path.stem for path in sorted((SAMPLES / "content").glob("*.txt"))] == [Path(m).stem for m in MANUALS]


def test_together_they_stay_small() -> None:
    assert sum((SAMPLES / "manuals" / name).stat().st_size for name in MANUALS) < 2_000_000


@pytest.mark.parametrize("name", MANUALS)
def test_the_committed_file_is_what_its_source_says(rebuilt: Path, name: str) -> None:
    assert _read(rebuilt / name) == _read(SAMPLES / "manuals" / name), "run: uv run python samples/build.py"


def test_building_twice_gives_the_same_bytes(rebuilt: Path, tmp_path: Path) -> None:
    # Against a second build and not against the commit: zlib and libjpeg may differ from machine to machine.
    again = _build(tmp_path, "2")
    assert {name: (again / name).read_bytes() for name in MANUALS} == {
        name: (rebuilt / name).read_bytes() for name in MANUALS
    }


@pytest.mark.parametrize("name", MANUALS)
def test_a_manual_has_fifteen_pages_and_a_deep_outline(name: str) -> None:
    content = _read(SAMPLES / "manuals" / name)
    assert len(content.texts) >= 15
    assert {level for level, _ in content.outline} == {0, 1, 2}
    assert len(content.outline) >= 40


@pytest.mark.parametrize("name", MANUALS)
def test_printed_page_numbers_differ_from_physical_ones(name: str) -> None:
    content = _read(SAMPLES / "manuals" / name)
    footers = [text.split()[-1] if text.strip() else "" for text in content.texts]
    wrong = [n for n, label in enumerate(content.labels, 1) if label and n > 1 and footers[n - 1] not in {label, ""}]
    assert not wrong, f"label and footer disagree on {wrong}"
    assert all(footer != str(n) for n, footer in enumerate(footers, 1))


def test_three_files_carry_labels_and_one_only_prints_them() -> None:
    labelled = {name: any(_read(SAMPLES / "manuals" / name).labels) for name in MANUALS}
    assert [name for name, has in labelled.items() if not has] == ["hemarion_530_haematology_analyser_en.pdf"]
    assert "3-2" in _read(SAMPLES / "manuals" / "cyclane_r416_centrifugeuse_fr.pdf").labels


@pytest.mark.parametrize("name", ["cyclane_r416_centrifugeuse_fr.pdf", "hemarion_530_haematology_analyser_en.pdf"])
def test_the_last_page_is_only_a_picture(name: str) -> None:
    document = pdfium.PdfDocument(SAMPLES / "manuals" / name)
    page = document[len(document) - 1]
    assert not page.get_textpage().get_text_range().strip()
    assert [item.type for item in page.get_objects()] == [pdfium.raw.FPDF_PAGEOBJ_IMAGE]


def test_the_twins_say_the_same_in_the_same_order() -> None:
    english, french = (_read(SAMPLES / "manuals" / name) for name in TWINS)
    assert [level for level, _ in english.outline] == [level for level, _ in french.outline]
    numbers = [[title.split()[0] for _, title in twin.outline if title[0].isdigit()] for twin in (english, french)]
    assert numbers[0] == numbers[1]
    codes = [re.findall(r"\b[BFLMPU]\d\d\b|\b7096-\d+", " ".join(twin.texts)) for twin in (english, french)]
    assert codes[0] == codes[1]
