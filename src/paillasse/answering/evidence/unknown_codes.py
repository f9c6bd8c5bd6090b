"""A code that the manual does not have gets "not in this manual" and its near matches, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from paillasse.answering import prompts
from paillasse.language.text import codes_in, fold
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.retriever import Retrieval
from paillasse.types.documents import Chunk

_FAMILY = 2
"""Codes of the same pattern a manual must list before not listing one proves anything."""
_NEAR = 5
_PREFIX = re.compile(r"^[a-z]+(?=\d)")
_CATCH_ALL = re.compile(
    r"\b(?:(?:all|any) other (?:err|fault|alarm|code)|(?:toute|toutes les) autres? (?:err|alarm|panne|code)|"
    r"les autres (?:err|codes|alarmes))"
)


def missing_code(understood: Understanding, retrieval: Retrieval, listed: Mapping[str, str]) -> str:
    """Key of a code in the question that the machine's manual does not have; empty when there is none.

    Args:
        understood: the question.
        retrieval: what was found; a code mentioned in any passage is not missing.
        listed: every code key of the machine's documents → the code as printed.
    """
    chunks = [hit.chunk for hit in retrieval.hits]
    mentioned = {entry.key for entry in retrieval.codes} | _mentioned(chunks)
    # What is called an error is what is asked; other codes may only name the machine ("error 13 on the C3000").
    asked = understood.error_codes or [k for k in understood.codes if k not in understood.equipment.words]
    if not asked or any(k in mentioned for k in asked):
        return ""
    if any(_CATCH_ALL.search(fold(chunk.text)) for chunk in chunks):
        return ""
    return next((k for k in asked if k in understood.error_codes or len(_family(k, listed)) >= _FAMILY), "")


def refusal(key: str, listed: Mapping[str, str], language: str) -> str:
    """The sentence that says so, with the nearest codes that the manual does list."""
    family = _family(key, listed)
    ranked = process.extract(key, family, scorer=DamerauLevenshtein.distance, limit=_NEAR)
    codes = ", ".join(dict.fromkeys(listed[near] for near, *_ in ranked))
    near = prompts.NEAR_CODES.render(language, codes=codes) if codes else ""
    return prompts.REFUSE_UNKNOWN_CODE.render(language, code=key.removeprefix("#").upper(), near=near)


def _mentioned(chunks: Iterable[Chunk]) -> set[str]:
    return {key for chunk in chunks for key in codes_in(chunk.text)}


def _family(key: str, listed: Mapping[str, str]) -> Sequence[str]:
    """Listed keys of the same pattern: numbers after an error word, or the same letters before the digits."""
    if key.startswith("#"):
        return [k for k in listed if k.startswith("#")]
    prefix = _PREFIX.match(key)
    if prefix is None:
        return []
    return [k for k in listed if (m := _PREFIX.match(k)) and m.group() == prefix.group()]
