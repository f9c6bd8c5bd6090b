"""When two questions are one: the key that answers are kept under."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

from paillasse.language.analyzers import is_question_word, is_stop_word
from paillasse.language.text import printable
from paillasse.types.questions import Query, Scope

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[^\w\s]*\d[^a-zA-Z]*")
_CODE = re.compile(r"[A-Z]{2}|[*:#/]|\.[^\s.]|\d\.$")
"""In a last word whose final mark may belong to it: `CURVe?`, `*IDN?`, `P.Er.`"""
_FINAL = re.compile(r"[\s?!.…]+$")
_SHORT = 4
"""Words with fewer letters may be units, of which case and accents tell more than the letters: mW and MW, A and Å."""
_LONG_UNITS = re.compile(r"m(?:bar|ohm|ohms|mol|rad|watt|watts|volt|volts|joule|joules|hertz|grays?|sv)", re.IGNORECASE)
_APOSTROPHES = str.maketrans("’ʼ", "''")


def answer_key(query: Query, *about: str) -> str:
    """A hash that two questions share only when one answer serves both.

    Args:
        query: the question, its scope, equipment and earlier turns.
        about: what else the answer depends on.
    """
    turns = [[turn.question, turn.answer] for turn in query.history]
    asked = [normalised(query.text), normalised(query.equipment), turns]
    scope = sorted_scope(query.scope)
    text = json.dumps([asked, scope.collections, scope.document_ids, about])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sorted_scope(scope: Scope) -> Scope:
    """The same scope in the one way to write it."""
    ids = scope.document_ids
    return Scope(tuple(sorted(set(scope.collections))), None if ids is None else tuple(sorted(set(ids))))


def normalised(text: str) -> str:
    """The question without what cannot change its answer: white space, final marks, case and accents of plain words.

    A word is plain when it has four letters or asks or links, is not written in mixed case, touches no digit and
    follows no number. All else stays as typed, in its order: numbers, codes, units, negations.
    """
    text = " ".join(printable(text).translate(_APOSTROPHES).split())
    said = _without_final_mark(unicodedata.normalize("NFC", text))
    return " ".join(_chunk(part, before) for part, before in _with_predecessors(said.split()))


def _without_final_mark(text: str) -> str:
    last = text.rpartition(" ")[2]
    bare = _FINAL.sub("", text)
    return text if _CODE.search(last) else bare


def _with_predecessors(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts, ["", *parts], strict=False))


def _chunk(part: str, before: str) -> str:
    """What stands between two blanks."""
    if _NUMBER.fullmatch(before) or any(c.isdigit() for c in part):
        return part
    return _WORD.sub(lambda match: _word(match.group()), part)


def _word(word: str) -> str:
    lower = word.lower()
    if len(word) == 1:
        return "i" if word == "I" else word
    if len(word) < _SHORT:
        linking = any(is_stop_word(lower, x) or is_question_word(lower, x) for x in ("fr", "en"))
        return lower if linking and word in {lower, word.title()} else word
    if _LONG_UNITS.fullmatch(word) or word not in {lower, word.title(), word.upper()}:
        return word
    letters = unicodedata.normalize("NFD", lower)
    return "".join(c for c in letters if not unicodedata.combining(c))
