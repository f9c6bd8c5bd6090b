"""Does training data hold what the product is measured on? Runs of words in common tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paillasse.adapters.pdfium.reader import PdfiumReader
from paillasse.evaluation import dataset
from paillasse.language.text import fold

RUN_WORDS = 8
"""Consecutive words in common that are more than an idiom."""
RUN_CHARACTERS = 40
"""Shorter runs are lists of numbers and particles."""

_WORD = re.compile(r"[^\W_]+")
_SOFT_HYPHEN = "\u00ad"
_BETWEEN = 0
"""Stands between texts and for words that no measured text has: no run crosses it."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

_Ids = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Consecutive words that a text has in common with one that is measured on."""

    text: int
    """Index of the text looked through."""
    forbidden: int
    """Index of the text that is measured on."""
    words: str
    """The run, folded."""


def forbidden_texts(manuals: Path | None, golden: Sequence[Path]) -> list[str]:
    """Everything the product is measured on: one text per manual, question, quote and reference answer.

    Args:
        manuals: a folder of PDF files; None when there is none.
        golden: golden files.

    Raises:
        InvalidGoldenSet: a golden file cannot be read.
        UnreadableFile: a manual cannot be opened.
        ParseError: a manual is no readable PDF.
    """
    reader = PdfiumReader()
    files = sorted(manuals.glob("*.pdf")) if manuals else []
    documents = (reader.open(file) for file in files)
    texts = [" ".join(word.text for page in document.pages for word in page.words) for document in documents]
    for case in dataset.load(golden):
        texts += [text for text in (case.question, case.evidence, case.answer) if text]
    return texts


class ForbiddenRuns:
    """The runs of eight words of texts that nothing may be trained on, by 64-bit hash.

    A hash is Σ wordᵢ · mⁱ modulo 2⁶⁴: among 2·10⁷ runs against 10⁶ a false meeting has a chance of about 10⁻⁶.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._numbers: dict[str, int] = {}
        self._words = _Numbered(self._numbers, learns=True)
        ids, _, owners = self._flatten(texts)
        hashes, starts = _runs(ids)
        self._words = _Numbered(self._numbers, learns=False)
        keys = np.stack([hashes, owners[starts].astype(np.uint64)])
        distinct = np.unique(keys, axis=1) if len(hashes) else keys
        self._hashes, self._owners = distinct[0], distinct[1].astype(np.int64)

    def shared_by(self, texts: Sequence[str]) -> Iterator[SharedRun]:
        """The runs of these texts that are forbidden: one for every text that has it."""
        ids, words, owners = self._flatten(texts)
        hashes, starts = _runs(ids)
        first = np.searchsorted(self._hashes, hashes, side="left")
        last = np.searchsorted(self._hashes, hashes, side="right")
        for found in np.flatnonzero(last > first):
            run = " ".join(map(fold, words[starts[found] : starts[found] + RUN_WORDS]))
            if len(run) >= RUN_CHARACTERS:
                for forbidden in self._owners[first[found] : last[found]]:
                    yield SharedRun(int(owners[starts[found]]), int(forbidden), run)

    def _flatten(self, texts: Sequence[str]) -> tuple[_Ids, list[str], npt.NDArray[np.int64]]:
        """Word numbers of all texts in one row, the words themselves, and the text each is of."""
        split = [[*_WORD.findall(_plain(text)), ""] for text in texts]
        words = [word for text in split for word in text]
        ids = np.fromiter(map(self._words.__getitem__, words), dtype=np.uint64, count=len(words))
        lengths = np.array([len(text) for text in split], dtype=np.int64)
        return ids, words, np.repeat(np.arange(len(texts)), lengths)


class _Numbered(dict[str, int]):
    """Word as written → number of its folded form. It folds each spelling once: that is what makes it fast."""

    def __init__(self, folded: dict[str, int], *, learns: bool) -> None:
        super().__init__({"": _BETWEEN})
        self._folded = folded
        self._learns = learns

    def __missing__(self, word: str) -> int:
        form = fold(word)
        if self._learns:
            self._folded.setdefault(form, len(self._folded) + 1)
        number = self._folded.get(form, _BETWEEN)
        self[word] = number
        return number


def _plain(text: str) -> str:
    """Composed, without soft hyphens: words that would otherwise fall apart."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).replace(_SOFT_HYPHEN, "")


def _runs(ids: _Ids) -> tuple[_Ids, npt.NDArray[np.int64]]:
    """Hash and first position of each run of known words."""
    count = max(0, len(ids) - RUN_WORDS + 1)
    hashes, known = np.zeros(count, dtype=np.uint64), np.ones(count, dtype=bool)
    for offset in range(RUN_WORDS):
        part = ids[offset : offset + count]
        hashes = hashes * _MULTIPLIER + part
        known &= part != _BETWEEN
    starts = np.flatnonzero(known)
    return hashes[starts], starts
