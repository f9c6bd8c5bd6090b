from __future__ import annotations

import lzma
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.errors.models import TrainingDataError
from paillasse.training.corpus.pairs import Pair, Source, balanced, read_pairs, read_sources

if TYPE_CHECKING:
    from pathlib import Path

LINES = "The pump\tLa pompe\tlab-manuals\nA valve\tUne vanne\u2028à œil\tlab-notes\n"
PAIRS = [Pair("The pump", "La pompe", "lab-manuals"), Pair("A valve", "Une vanne\u2028à œil", "lab-notes")]


def rows(**sizes: int) -> list[Pair]:
    return [Pair(f"{name} {i}", "x", f"{name}-{i % 2}") for name, size in sizes.items() for i in range(size)]


def families(pairs: list[Pair]) -> Counter[str]:
    return Counter(pair.family for pair in pairs)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_plain_and_compressed_files_hold_the_same(tmp_path: Path, ending: str) -> None:
    content = LINES.replace("\n", ending).encode()
    (tmp_path / "a.tsv").write_bytes(content)
    (tmp_path / "a.tsv.xz").write_bytes(lzma.compress(content))
    assert read_pairs(tmp_path / "a.tsv") == read_pairs(tmp_path / "a.tsv.xz") == PAIRS


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a\tb\tc\nonly\ttwo\n", "line 2.*2 cells"),
        (b"a\tb\tc\td\n", "line 1.*4 cells"),
        (b"a\tb\tc\na\tb\t \n", "line 2"),
        (b"a\tb\tc\n\xff\tb\tc\n", "UTF-8"),
        (b"", "no pair"),
        (b"\n\n", "no pair"),
    ],
)
def test_malformed_files_are_named_with_their_line(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "bad.tsv").write_bytes(content)
    with pytest.raises(TrainingDataError, match=rf"bad\.tsv.*{says}"):
        read_pairs(tmp_path / "bad.tsv")


@pytest.mark.parametrize("damage", [lambda b: b[:-20], lambda b: b[: len(b) // 2], lambda _: b"not xz"])
def test_a_damaged_archive_is_an_error(tmp_path: Path, damage) -> None:
    (tmp_path / "cut.tsv.xz").write_bytes(damage(lzma.compress((LINES * 3000).encode())))
    with pytest.raises(TrainingDataError, match="damaged or cut short"):
        read_pairs(tmp_path / "cut.tsv.xz")


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"none\.tsv.*No such file"):
        read_pairs(tmp_path / "none.tsv")


def test_sources_are_found_by_the_names_of_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "SOURCES.tsv"
    path.write_text("licence\tsource\tnote\trepo\tcommit\nCC0\tpython-docs\t\tpython/docs\tabc\n", encoding="utf-8")
    assert read_sources(path) == {"python-docs": Source("python-docs", "python/docs", "abc", "CC0")}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "line 1: the header lacks source"),
        ("source\trepo\tcommit\n", "lacks licence"),
        ("source\trepo\tcommit\tlicence\na\tb\n", "line 2: 4 cells wanted, 2 found"),
    ],
)
def test_malformed_sources_are_an_error(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "s.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(TrainingDataError, match=says):
        read_sources(tmp_path / "s.tsv")


def test_large_families_are_cut_to_their_share_and_the_small_kept() -> None:
    kept = balanced(rows(law=500, php=40, django=30, python=25, tiny=5), np.random.default_rng(1), 0.35)
    assert families(kept) == Counter(law=53, php=40, django=30, python=25, tiny=5)


def test_balancing_keeps_the_order_and_follows_the_seed() -> None:
    pairs = rows(law=500, a=40, b=40, c=40)
    once, again, other = (balanced(pairs, np.random.default_rng(seed), 0.3) for seed in (1, 1, 2))
    assert once == again == sorted(once, key=pairs.index)
    assert once != other
    assert balanced([], np.random.default_rng(1)) == []


@given(st.lists(st.integers(1, 300), min_size=4, max_size=7), st.sampled_from([0.25, 0.3, 0.5, 1.0]))
def test_no_family_exceeds_the_share(sizes: list[int], share: float) -> None:
    pairs = rows(**{f"f{i}": size for i, size in enumerate(sizes)})
    kept = families(balanced(pairs, np.random.default_rng(0), share))
    assert max(kept.values()) <= share * kept.total() + 1e-9
    assert len(kept) == len(sizes)


def test_too_few_families_cannot_be_balanced() -> None:
    with pytest.raises(TrainingDataError, match="2 families"):
        balanced(rows(law=5, php=5), np.random.default_rng(0), 0.25)
