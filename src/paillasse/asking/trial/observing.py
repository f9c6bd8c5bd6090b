"""What is counted of an answer, and of two answers to one question."""

from __future__ import annotations

import math

from paillasse.asking.errors import NotNow
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.root import InvalidQuestion, Overloaded
from paillasse.errors.storage import EmptyIndex
from paillasse.rollouts.types import MadeOf, Tally
from paillasse.types.answers import Answer, Outcome

_NO_FAULT = (DocumentNotFound, EmptyIndex, InvalidQuestion, NotNow, Overloaded)
"""What the question, the load or an empty house is to blame for."""
_WITH_ANSWER = frozenset({Outcome.ANSWERED, Outcome.DEGRADED})

FAILED = Tally(questions=1, failures=1)
"""No answer."""


def is_its_fault(error: Exception) -> bool:
    """Whether a question without an answer says something of the release that was to answer it."""
    return not isinstance(error, _NO_FAULT)


def made_by(answer: Answer) -> MadeOf:
    """What an answer comes from."""
    release, generation = (str(answer.trace.get(name) or "") for name in ("release", "generation"))
    return MadeOf(release, answer.config_hash, generation)


def is_fresh(answer: Answer) -> bool:
    """Whether it was worked out for this question, and not kept from another one."""
    return not answer.trace.get("cached")


def tally_of(answer: Answer) -> Tally:
    """One answer. Its time is that of the work, without the wait for its turn, which others cause.

    Of an answer that was kept from before it counts whether it is a refusal: to leave these out would compare what both
    releases are asked for the first time, and one of them has answered longer, and more users.
    """
    refusals = int(answer.outcome is Outcome.REFUSED)
    if not is_fresh(answer):
        return Tally(questions=1, kept=1, refusals=refusals)
    milliseconds = answer.timings_ms.get("total", 0.0)
    logarithm = math.log(milliseconds) if milliseconds > 0 else 0.0
    return Tally(
        questions=1,
        failures=int(answer.outcome is Outcome.DEGRADED),
        refusals=refusals,
        timed=int(milliseconds > 0),
        log_ms=logarithm,
        log_ms_squared=logarithm * logarithm,
        cost=sum(used.cost or 0.0 for used in answer.usage),
    )


def likeness(shown: Answer, shadow: Answer) -> Tally:
    """What two answers to one question have in common."""
    pages, others = _pages(shown), _pages(shadow)
    either = pages | others
    return Tally(
        compared=1,
        same_outcome=int((shown.outcome in _WITH_ANSWER) == (shadow.outcome in _WITH_ANSWER)),
        same_pages=len(pages & others) / len(either) if either else 1.0,
    )


def _pages(answer: Answer) -> set[tuple[str, int]]:
    return {(citation.document_id, citation.page) for citation in answer.citations}
