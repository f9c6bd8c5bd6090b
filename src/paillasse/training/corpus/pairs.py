"""Aligned French–English sentences, and where they come from."""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from paillasse.errors.models import TrainingDataError

_COLUMNS = ("source", "repo", "commit", "licence")
_PAIR_CELLS = 3
_NO_CELLS: list[str] = []


@dataclass(frozen=True, slots=True)
class Pair:
    """The same sentence, or passage, in both languages."""

    english: str
    french: str
    source: str
    """Name in the table of sources: "php-doc"."""

    @property
    def family(self) -> str:
        """What its source shares with those from the same publisher: "laws" of "laws-acts" and "laws-regs"."""
        return self.source.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Source:
    """Where pairs come from and on what terms: what the model card has to say of them."""

    name: str
    repository: str
    commit: str
    licence: str


def read_pairs(path: Path) -> list[Pair]:
    """Pairs of a file of tab-separated lines (English, French, source) in UTF-8, xz-compressed if its name says so.

    Raises:
        TrainingDataError: the file is missing, truncated or empty, or a line is malformed; names the file and the line.
    """
    pairs = [_pair(path, number, cells) for number, cells in _rows(path)]
    if not pairs:
        raise TrainingDataError(f"{path} holds no pair.")
    return pairs


def read_sources(path: Path) -> dict[str, Source]:
    """Sources by name, from a tab-separated file whose header has the columns source, repo, commit and licence.

    Raises:
        TrainingDataError: the file is missing, or a line is malformed; names the file and the line.
    """
    rows = _rows(path)
    _, header = next(rows, (1, _NO_CELLS))
    if missing := [column for column in _COLUMNS if column not in header]:
        raise TrainingDataError(f"{path}, line 1: the header lacks {', '.join(missing)}.")
    places = [header.index(column) for column in _COLUMNS]
    sources: dict[str, Source] = {}
    for number, cells in rows:
        if len(cells) != len(header):
            raise TrainingDataError(f"{path}, line {number}: {len(header)} cells wanted, {len(cells)} found.")
        source = Source(*(cells[place] for place in places))
        sources[source.name] = source
    return sources


def balanced(pairs: Sequence[Pair], rng: np.random.Generator, largest_share: float = 0.25) -> list[Pair]:
    """The pairs in their order, without as many rows of the large families as brings each down to its share.

    Args:
        pairs: of any sources.
        rng: draws the pairs that stay.
        largest_share: most that one family may have of the rows returned, 0 to 1.

    Raises:
        TrainingDataError: there are too few families for all to stay below the share.
    """
    sizes = Counter(pair.family for pair in pairs)
    if pairs and len(sizes) * largest_share < 1:
        raise TrainingDataError(
            f"The pairs come from {len(sizes)} families ({', '.join(sizes)}): one of them always has over "
            f"{largest_share:.0%} of the rows.",
            hint="Add pairs from elsewhere, or allow a larger share.",
        )
    most = _cap(sorted(sizes.values(), reverse=True), largest_share)
    families = np.array([pair.family for pair in pairs])
    keep = np.ones(len(pairs), dtype=bool)
    for family in sorted(family for family, size in sizes.items() if size > most):
        rows = np.flatnonzero(families == family)
        keep[rng.permutation(rows)[most:]] = False
    return [pair for pair, kept in zip(pairs, keep, strict=True) if kept]


def _cap(sizes: Sequence[int], share: float) -> int:
    """Rows a family may keep: cap = share · (families over it · cap + the rows of all others); sizes fall."""
    for capped, size in enumerate(sizes):
        others = sum(sizes[capped:])
        cap = int(share * others / (1 - capped * share)) if capped * share < 1 else 0
        if size <= cap:
            return cap
    return sizes[-1] if sizes else 0


def _pair(path: Path, number: int, cells: Sequence[str]) -> Pair:
    if len(cells) != _PAIR_CELLS or not cells[2].strip():
        raise TrainingDataError(
            f"{path}, line {number}: English, French and source wanted, separated by tabs; {len(cells)} cells found."
        )
    return Pair(*cells)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line numbers, from 1, with the cells of each line that is not blank."""
    number = 0
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if text := line.decode("utf-8").rstrip("\r\n"):
                    yield number, text.split("\t")
    except UnicodeDecodeError as error:
        raise TrainingDataError(f"{path}, line {number}: not UTF-8: {error.reason}.") from error
    except (EOFError, lzma.LZMAError) as error:
        raise TrainingDataError(f"{path}, after line {number}: damaged or cut short: {error}.") from error
    except OSError as error:
        raise TrainingDataError(f"{path} cannot be read: {error.strerror}.") from error
