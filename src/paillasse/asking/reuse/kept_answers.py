"""Finished answers, kept for who asks the same of the same documents."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from paillasse.asking.convenience import Convenience
from paillasse.asking.protocols import ByteCache
from paillasse.errors.storage import CacheUnreachable
from paillasse.language.text import printable
from paillasse.types.answers import Answer, ClaimAccepted, Outcome
from paillasse.types.questions import Query

_LARGEST = 1 << 20
"""Bytes of an answer; larger ones are not kept."""
_ANSWER = TypeAdapter(Answer)


class KeptAnswers:
    """Answers by `question_key.answer_key`."""

    def __init__(self, cache: ByteCache, seconds: int) -> None:
        """Answers live for so many seconds; with 0 none is kept."""
        self._cache = cache
        self._seconds = seconds
        self.convenience = Convenience("The cache of answers", CacheUnreachable)

    async def get(self, key: str) -> Answer | None:
        """The answer, as it was given to who asked first."""
        if not self._seconds:
            return None
        kept = await self.convenience.attempt(lambda: self._cache.get(key))
        try:
            return _ANSWER.validate_json(kept) if kept else None
        except ValidationError:  # another version wrote it
            return None

    async def put(self, key: str, answer: Answer) -> None:
        """Keep the answer, unless another try may give a better one."""
        if not self._seconds or _patched_up(answer):
            return
        told = _ANSWER.dump_json(answer)
        if len(told) <= _LARGEST:
            await self.convenience.attempt(lambda: self._cache.put(key, told, self._seconds))


def given_again(answer: Answer, query: Query, began: float) -> Answer:
    """An answer for somebody else's question, which is the same: it cost nothing, and has a trace of its own.

    Args:
        answer: as it was given first.
        query: what is asked now.
        began: `time.perf_counter()` when that question came in.
    """
    milliseconds = round((time.perf_counter() - began) * 1000, 2)
    return replace(
        answer,
        question=printable(query.text),
        usage=(),
        timings_ms={"cached": milliseconds, "total": milliseconds},
        trace={**answer.trace, "cached": True},
        trace_id=uuid.uuid4().hex,
    )


def claim_by_claim(answer: Answer) -> Iterator[ClaimAccepted | Answer]:
    """A finished answer as it comes about: each warning before the claim that calls for it."""
    for index, claim in enumerate(answer.claims):
        cited = tuple(c for c in answer.citations if c.number in claim.citations)
        warnings = tuple(replace(warning, citations=()) for warning in answer.warnings if warning.before == index)
        yield ClaimAccepted(claim, cited, warnings)
    yield answer


def _patched_up(answer: Answer) -> bool:
    """Whether a language model failed on the way."""
    model = cast("dict[str, Any]", answer.trace.get("model", {}))
    return answer.outcome is Outcome.DEGRADED or bool(model.get("failures"))
