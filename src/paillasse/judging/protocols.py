"""The seam to what has a language model judge answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from paillasse.judging.types import Answered

Ask = Callable[[str], Awaitable[str]]
"""Puts a prompt to the language model; its whole reply."""


class UnusableJudgement(Exception):
    """The language model did not reply as it was told to. It never leaves the judge: a figure is missing instead."""


class JudgeMetrics(Protocol):
    """Has a language model judge an answer by one figure after the other."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """What a figure depends on beside the model: whose metrics, their version, a hash of their prompts."""
        ...

    def judgeable(self, answered: Answered) -> tuple[str, ...]:
        """Names of the figures that there is something to judge of, as in `formulas.FORMULAS`."""
        ...

    async def measure(self, figure: str, answered: Answered, ask: Ask) -> float:
        """A figure from 0 to 1.

        Raises:
            UnusableJudgement: a reply was not what was asked for.
            PaillasseError: whatever `ask` raises.
        """
        ...
