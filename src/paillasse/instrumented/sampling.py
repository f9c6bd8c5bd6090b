"""A judge that reads some of the answers, after they were given: nobody waits for him."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from paillasse.errors.root import PaillasseError
from paillasse.judging.types import Answered, Judgement, Retrieved, Statement
from paillasse.monitoring.feedback_loop import JudgeFigures
from paillasse.types.answers import Answer, Outcome, Usage

_CONTEXTS = 5
"""Lines that are judged: the best ones."""

_log = logging.getLogger(__name__)


class Judges(Protocol):
    """`evaluation.quality.judge.Judge`."""

    async def judge(self, answered: Answered) -> Judgement:
        """Every figure that there is something to judge of."""
        ...

    async def close(self) -> None:
        """Close the model."""
        ...


class JudgedSample:
    """Has a share of the answers judged, one at a time; what comes meanwhile is passed over."""

    def __init__(
        self,
        open_judge: Callable[[], Judges],
        share: float,
        figures: JudgeFigures,
        charge: Callable[[Sequence[Usage]], None],
        draw: Callable[[], float] = random.random,
    ) -> None:
        """Judge each answer with this probability.

        Args:
            open_judge: takes seconds, and is called for the first one.
            share: from 0 to 1.
            figures: what is told of it.
            charge: told what judging used.
            draw: a number from 0 to 1, below 1.
        """
        self._open = open_judge
        self._share = share
        self._figures = figures
        self._charge = charge
        self._draw = draw
        self._judge: Judges | None = None
        self._task: asyncio.Task[None] | None = None

    def offer(self, answer: Answer) -> None:
        """Have it judged, perhaps: an answer that was worked out, not one that was kept."""
        if answer.outcome is not Outcome.ANSWERED or answer.trace.get("cached") or self._draw() >= self._share:
            return
        if self._task is not None and not self._task.done():
            self._figures.passed_over()
            return
        self._task = asyncio.create_task(self._judged(answer))

    async def close(self) -> None:
        """Leave what is being judged, and close the judge."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        if self._judge is not None:
            await self._judge.close()

    async def _judged(self, answer: Answer) -> None:
        try:
            if self._judge is None:
                self._judge = await asyncio.to_thread(self._open)
            judgement = await self._judge.judge(as_judged(answer))
        except PaillasseError as error:
            _log.warning("An answer could not be judged: %s", error)
            self._figures.failed()
            return
        self._charge(judgement.usage)
        self._figures.judged(judgement.figures)


def as_judged(answer: Answer) -> Answered:
    """An answer nobody knows the right one to: what was asked, what it was taken from, what was said."""
    quotes = {citation.number: citation.quote for citation in answer.citations}
    lines = cast("list[dict[str, Any]]", answer.trace.get("context") or [])
    return Answered(
        question=answer.question,
        contexts=tuple(Retrieved(line["text"], right=False) for line in lines[:_CONTEXTS]),
        statements=tuple(
            Statement(claim.text, tuple(quotes[number] for number in claim.citations), to_the_point=False)
            for claim in answer.claims
        ),
        expected="",
        facts=(),
    )
