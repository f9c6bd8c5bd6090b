"""Questions of everybody: answered by the release in production, or as a rollout says while there is one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from paillasse.asking.asking import Asking
from paillasse.asking.protocols import Charge, Event, LiveAnswering
from paillasse.asking.searching import FoundPassage
from paillasse.asking.trial.shadows import Shadows
from paillasse.asking.trial.trial import Releases, Trial
from paillasse.monitoring.rollouts import RolloutFigures
from paillasse.rollouts.types import Mode, Rollout
from paillasse.types.questions import Query


@dataclass(frozen=True, slots=True)
class Candidates:
    """How a release that is tried is asked."""

    shown: Callable[[LiveAnswering], Asking]
    """Where users see its answers."""
    unseen: Callable[[LiveAnswering], Asking]
    """Where nobody does."""
    load: Callable[[], float]
    """Share of the places for questions that are taken now."""
    charge: Callable[[str, Query], Charge]
    """Who is told what an unseen answer cost, by user id and question."""


class Arms:
    """`asking.protocols.Asks`: where questions go."""

    def __init__(self, production: Asking, candidates: Candidates) -> None:
        self._production = production
        self._candidates = candidates
        self.trial: Trial | None = None
        """The rollout that this process takes part in."""

    def begin(self, rollout: Rollout, live: LiveAnswering, figures: RolloutFigures) -> Trial:
        """Take part in a rollout: `live` has the services of its candidate, and keeps them open while they are used."""
        asked = self._candidates.unseen if rollout.mode is Mode.SHADOW else self._candidates.shown
        releases = Releases(self._production, asked(live), live)
        self.trial = Trial(rollout, releases, Shadows(self._candidates.load, self._candidates.charge), figures)
        return self.trial

    async def ask(self, query: Query, charge: Charge | None = None, user_id: str = "") -> AsyncGenerator[Event]:
        """What `Asking.ask` gives and raises, of the release that answers this user."""
        trial = self.trial if user_id else None
        asked = self._production.ask(query, charge) if trial is None else trial.ask(query, charge, user_id)
        async with aclosing(asked) as events:
            async for event in events:
                yield event

    async def search(self, query: Query, limit: int) -> list[FoundPassage]:
        """The passages that a question finds, best first: always those of the release in production."""
        return await self._production.search(query, limit)
