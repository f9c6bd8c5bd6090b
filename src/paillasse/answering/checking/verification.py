"""Cited means checked: a claim is shown only when its quote is on the page and says what the claim says.

Deterministic. First the quote is found again in the words of the page. Then every number with its unit, every code,
quoted name and word with an opposite must be in the evidence; each sentence of the claim that copies a sentence of the
evidence must have the same numbers at the same places and the same negations; one that rewords it must draw its words
from it, not bind a number to the words of another number, and say no where the evidence says no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from paillasse.answering.checking.facts import ANTONYMS, NEGATIONS, OPPOSITES, Token, free_units, keys, sentences
from paillasse.answering.checking.markup import foreign_markup
from paillasse.language.analyzers import is_stop_word, stem
from paillasse.language.text import CODE, code_key, fold
from paillasse.types.answers import Verdict

_QUOTED = re.compile(r"[\"“«]\s*([^\"”»]{2,60}?)\s*[\"”»]")
_SEPARATORS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")
_BROKEN = re.compile(r"(?<=[^\W\d_]{2})[-\u00ad\u2010] (?=[^\W\d_]{2})")
"""A word broken between two pages, which the claim has whole."""
_OWN_WORDS = 0.5
"""Least share of a reworded sentence's content words that must be those of its evidence."""
_AUXILIARIES = frozenset(("do", "does", "did"))
"""They come and go with a negation."""
_AFTER_THE_VERB = frozenset(("pas", "jamais"))

Cells = Sequence[tuple[str, str]]
"""A cited table row: (column title, cell) pairs."""
Sentence = Sequence[Token]


def same_text(a: str, b: str) -> bool:
    """True when two texts differ by white space, hyphens and typographic variants only."""
    return _SEPARATORS.sub("", fold(a)) == _SEPARATORS.sub("", fold(b))


def row_text(cells: Cells) -> str:
    """A table row as a sentence: each cell after its title."""
    return "; ".join(f"{title}: {cell}" if title else cell for title, cell in cells if cell)


def verify(
    claim: str, quotes: Sequence[str | None], titles: Sequence[str] = (), rows: Sequence[Cells | None] = ()
) -> Verdict:
    """Judge one claim.

    Args:
        claim: the sentence that would be shown.
        quotes: for each line it cites, the words found again on the page; None when they were not found.
        titles: column titles of the cited rows, which the claim may use.
        rows: for each quote, its cells where they are known, so that a cell cannot pass for its neighbour's.
    """
    evidence = _read(claim, quotes, titles, rows)
    if isinstance(evidence, Verdict):
        return evidence
    stated = sentences(claim)
    missing = _missing_facts(claim, stated, evidence)
    drawn = stated and _drawn_from_quotes(stated, evidence)
    supported = drawn and not missing and all(_said(sentence, evidence) for sentence in stated)
    return Verdict.SUPPORTED if supported else Verdict.CONTRADICTED


def consistent(
    claim: str, quotes: Sequence[str | None], titles: Sequence[str] = (), rows: Sequence[Cells | None] = ()
) -> Verdict | None:
    """Judge one claim, which may be worded in another language than its quotes, but for its wording.

    The quotes must be on the page, and the claim's numbers, units, codes and quoted names in them; no word may be the
    opposite of theirs, none of their negations lost or added, and a sentence that copies one of theirs must agree with
    it. Whether the quotes mean the claim is left to somebody who reads both.

    Args:
        claim: the sentence that would be shown.
        quotes: as in `verify`, like the others.
        titles: column titles of the cited rows.
        rows: cells of the quotes that are rows.

    Returns:
        The verdict; None where the wording is all that is left to judge.
    """
    evidence = _read(claim, quotes, titles, rows)
    if isinstance(evidence, Verdict):
        return evidence
    stated = sentences(claim)
    if not stated or _missing_facts(claim, stated, evidence, opposites=False) or _turned_round(stated, evidence):
        return Verdict.CONTRADICTED
    copied = [_copied(sentence, evidence) for sentence in stated]
    if False in copied or not all(c or _same_negation(s, evidence) for c, s in zip(copied, stated, strict=True)):
        return Verdict.CONTRADICTED
    return Verdict.SUPPORTED if all(copied) and _drawn_from_quotes(stated, evidence) else None


def _read(
    claim: str, quotes: Sequence[str | None], titles: Sequence[str], rows: Sequence[Cells | None]
) -> Verdict | _Evidence:
    """What to hold the claim against; a verdict where there is nothing to hold: no quote, or its very words."""
    found = [_BROKEN.sub("", q) for q in quotes if q]
    if not quotes or len(found) != len(quotes):
        return Verdict.NOT_FOUND
    texts = [row_text(row) if row else quote for quote, row in zip_longest(found, rows[: len(found)])]
    if any(_BROKEN.sub("", claim).split() == text.split() for text in (*found, *texts)):
        return Verdict.SUPPORTED
    if foreign_markup(claim, found):
        return Verdict.CONTRADICTED
    evidence = _Evidence.of(texts, titles, found, unordered=bool(titles) and not any(rows))
    return evidence if evidence.quoted else Verdict.CONTRADICTED  # punctuation says nothing


def _drawn_from_quotes(stated: Sequence[Sentence], evidence: _Evidence) -> bool:
    content = set[str]().union(*map(_content, stated))
    return not content or bool(content & evidence.words)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a claim is held against."""

    quoted: tuple[Sentence, ...]
    titles: tuple[Sentence, ...]
    text: str
    units: frozenset[str]
    """Units that stand in a title, for the numbers of its column."""
    words: frozenset[str]
    """Content words of the quotes alone: a claim of column titles says nothing."""
    unordered: bool
    """True for rows whose cells are not known: one sentence holds several that have nothing to do with each other."""

    @classmethod
    def of(cls, texts: Sequence[str], titles: Sequence[str], quotes: Sequence[str], *, unordered: bool) -> _Evidence:
        # Wide spaces keep the cells of "5 100" from being read as thousands.
        apart = [re.sub(r"\s+", "  ", text) for text in texts] if unordered else []
        text = "\n".join([*texts, *titles])
        return cls(
            tuple(s for text in (*texts, *apart) for s in sentences(text)),
            tuple(s for title in titles for s in sentences(title)),
            text,
            free_units(text),
            frozenset[str]().union(*(_content(s) for quote in (*quotes, *apart) for s in sentences(quote))),
            unordered,
        )

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Quotes and titles."""
        return (*self.quoted, *self.titles)


def _missing_facts(claim: str, stated: Sequence[Sentence], evidence: _Evidence, *, opposites: bool = True) -> bool:
    """True when the claim has a number, unit, code, name or opposite that the evidence does not have."""
    known = [t for s in evidence.sentences for t in s]
    words = {t.text for t in known}
    known_keys = keys(known) | {code_key(m.group()) for m in CODE.finditer(evidence.text)}
    numbers = [t for t in known if t.readings] + _numbers_within(known_keys)
    codes = {code_key(m.group()) for m in CODE.finditer(claim)} - {code_key(w) for w in words}
    joined = {code_key(a.text + b.text) for s in evidence.sentences for a, b in pairwise(s)}
    for token in (t for s in stated for t in s):
        if token.readings:
            if not any(_same_quantity(token, other, evidence.units) for other in numbers):
                return True
        elif opposites and token.text in OPPOSITES and token.text not in words:
            return True
    loose = {code_key(value) for t in numbers for value in t.readings}
    lacking = (codes | keys([t for s in stated for t in s])) - known_keys - joined - loose
    return bool(lacking) or any(not _holds_name(name, evidence) for name in _names(claim))


def _numbers_within(known_keys: Iterable[str]) -> list[Token]:
    """The digits of a code: "E-203" is error 203."""
    return [Token("#", frozenset([d])) for key in known_keys if "*" not in key for d in re.findall(r"\d+", key)]


def _same_quantity(claimed: Token, known: Token, titled: frozenset[str]) -> bool:
    """The same value and the same unit; a unit may come from the title of the column, or be left out."""
    if not claimed.readings & known.readings:
        return False
    return not claimed.unit or claimed.unit == known.unit or (not known.unit and claimed.unit in titled)


def _said(sentence: Sentence, evidence: _Evidence) -> bool:
    """Whether the evidence says this sentence: word for word, or reworded without harm."""
    copied = _copied(sentence, evidence)
    return _reworded(sentence, evidence) if copied is None else copied


def _copied(sentence: Sentence, evidence: _Evidence) -> bool | None:
    """Whether numbers and negations agree with those of the sentence it copies; None when it copies none."""
    variants = [sentence, *(_without_title(sentence, evidence.titles) if evidence.unordered else ())]
    if not _skeleton(sentence)[0]:
        return any(not _skeleton(quote)[0] for quote in evidence.quoted)
    copies = [c for variant in variants for quote in evidence.quoted for c in _copies(variant, quote, evidence)]
    return any(copies) if copies else None


def _turned_round(stated: Sequence[Sentence], evidence: _Evidence) -> bool:
    """True when the claim says the opposite of a word of the evidence, in either language, and not the word itself."""
    said = {t.text for s in evidence.sentences for t in s}
    words = {t.text for s in stated for t in s}
    return any(
        words & one and said & other and not said & one for pair in ANTONYMS for one, other in (pair, pair[::-1])
    )


def _same_negation(sentence: Sentence, evidence: _Evidence) -> bool:
    """Whether a sentence says no as the evidence does: the sentence of it that shares most words, or any if none does.

    A number must not have moved to the words of another either, as far as words are shared.
    """
    if any(_bound_elsewhere(sentence, i, evidence.quoted) for i, token in enumerate(sentence) if token.readings):
        return False
    content = _content(sentence)
    most = max(len(content & _content(s)) for s in evidence.quoted)
    nearest = [s for s in evidence.quoted if len(content & _content(s)) == most]
    return any(bool(_negations(sentence)) == bool(_negations(s)) for s in nearest)


def _without_title(sentence: Sentence, titles: Sequence[Sentence]) -> Iterator[Sentence]:
    """The cell of "title: cell"."""
    texts = [t.text for t in sentence]
    for title in titles:
        names = [t.text for t in title]
        for length in range(min(len(names), len(texts) - 1), 0, -1):
            if any(names[i : i + length] == texts[:length] for i in range(len(names) - length + 1)):
                yield sentence[length:]
                break


def _copies(sentence: Sentence, quote: Sentence, evidence: _Evidence) -> Iterator[bool]:
    """For each place where the quote has the words of the sentence: whether numbers and negations agree there."""
    mine, my_gaps = _skeleton(sentence)
    theirs, their_gaps = _skeleton(quote)
    texts, pattern = [t.text for t in theirs], [t.text for t in mine]
    for start in range(len(texts) - len(pattern) + 1):
        if texts[start : start + len(pattern)] != pattern:
            continue
        end = start + len(pattern)
        numbers = zip(mine, theirs[start:end], strict=True)
        inside = their_gaps[start + 1 : end] == my_gaps[1:-1]
        around = (*their_gaps[: start + 1], *their_gaps[end:])
        if evidence.unordered:  # what stands further is another cell
            around = (their_gaps[start], tuple(n for n in their_gaps[end] if n in _AFTER_THE_VERB))
        edges = sorted(n for gap in around for n in gap)
        same = inside and edges == sorted([*my_gaps[0], *my_gaps[-1]])
        yield same and all(_same_quantity(a, b, evidence.units) for a, b in numbers if a.readings)


def _skeleton(sentence: Sentence) -> tuple[list[Token], list[tuple[str, ...]]]:
    """Its tokens without auxiliaries and negations, and the negations before, between and after them."""
    kept: list[Token] = []
    gaps: list[list[str]] = [[]]
    for token in sentence:
        if token.text in NEGATIONS:
            gaps[-1].append(token.text)
        elif token.text not in _AUXILIARIES:
            kept.append(token)
            gaps.append([])
    return kept, [tuple(gap) for gap in gaps]


def _reworded(sentence: Sentence, evidence: _Evidence) -> bool:
    """Whether a sentence that copies none draws on the evidence, with its numbers and its negation."""
    content = _content(sentence)
    known = set[str]().union(*(_content(s) for s in evidence.sentences))
    if len(content & known) < _OWN_WORDS * len(content):
        return False
    if any(_bound_elsewhere(sentence, i, evidence.quoted) for i, token in enumerate(sentence) if token.readings):
        return False
    most = max(len(content & _content(s)) for s in evidence.quoted)
    nearest = [s for s in evidence.quoted if len(content & _content(s)) == most]
    said = _negations(sentence)
    same = any(bool(said) == bool(_negations(s)) and said <= _negations(s) for s in nearest)
    return same or (evidence.unordered and not said)


def _bound_elsewhere(sentence: Sentence, place: int, quoted: Sequence[Sentence]) -> bool:
    """True when the words around a number stand, in the evidence, around another number rather than around this one."""
    number, before, after = sentence[place], *_around(sentence, place)
    own = other = 0
    for quote in quoted:
        for i, token in enumerate(quote):
            if token.readings:
                left, right = _around(quote, i)
                shared = len(before & left) + len(after & right)
                if number.readings & token.readings:
                    own = max(own, shared)
                else:
                    other = max(other, shared)
    return other > own


def _around(sentence: Sentence, place: int) -> tuple[set[str], set[str]]:
    """Content words between a number and its neighbours, on either side."""
    numbers = [i for i, token in enumerate(sentence) if token.readings]
    low = max((i for i in numbers if i < place), default=-1)
    high = min((i for i in numbers if i > place), default=len(sentence))
    return _content(sentence[low + 1 : place]), _content(sentence[place + 1 : high])


def _content(tokens: Sentence) -> set[str]:
    """Stems of the words that mean something in either language, and the values of numbers."""
    words = {t.text for t in tokens if not t.readings and t.text not in NEGATIONS}
    kept = {w for w in words if len(w) > 1 and not is_stop_word(w, "en") and not is_stop_word(w, "fr")}
    return {stem(w, "en") for w in kept} | {f"#{v}" for t in tokens for v in t.readings}


def _negations(sentence: Sentence) -> int:
    return sum(t.text in NEGATIONS for t in sentence)


def _names(claim: str) -> list[str]:
    """What the claim puts in quotation marks."""
    return [m.group(1) for m in _QUOTED.finditer(claim)]


def _holds_name(name: str, evidence: _Evidence) -> bool:
    wanted = [(t.text, t.readings) for s in sentences(name) for t in s]
    texts = [(t.text, t.readings) for s in evidence.sentences for t in s]
    return any(texts[i : i + len(wanted)] == wanted for i in range(len(texts) - len(wanted) + 1))
