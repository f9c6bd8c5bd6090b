"""A rollout at work in one process: who is answered by which release, and what is counted of both."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from typing import NamedTuple

from paillasse.asking.asking import Asking
from paillasse.asking.errors import AnswerTooLate
from paillasse.asking.protocols import Charge, Event, LiveAnswering
from paillasse.asking.trial.observing import FAILED, is_fresh, is_its_fault, likeness, made_by, tally_of
from paillasse.asking.trial.shadows import Shadows
from paillasse.monitoring.rollouts import RolloutFigures
from paillasse.rollouts.assignment import is_chosen
from paillasse.rollouts.book import Book
from paillasse.rollouts.types import Arm, Mode, Rollout, Tally
from paillasse.types.answers import Answer
from paillasse.types.questions import Query

_FAILED = "failed"

_log = logging.getLogger(__name__)


class Releases(NamedTuple):
    """Both releases, as questions reach them."""

    control: Asking
    candidate: Asking
    live: LiveAnswering
    """The candidate's services: they stay open while they are used."""


class Trial:
    """Asks one release or the other, or one behind the other."""

    def __init__(self, rollout: Rollout, releases: Releases, shadows: Shadows, figures: RolloutFigures) -> None:
        self.rollout = rollout
        self.book = Book(rollout.id)
        self.shadows = shadows
        self._releases = releases
        self._figures = figures

    async def ask(self, query: Query, charge: Charge | None, user_id: str) -> AsyncGenerator[Event]:
        """What `Asking.ask` gives and raises. That a rollout ends disturbs no question that began before."""
        async with self._releases.live.use(), aclosing(self._asked(query, charge, user_id)) as events:
            async for event in events:
                yield event

    def _asked(self, query: Query, charge: Charge | None, user_id: str) -> AsyncGenerator[Event]:
        chosen = is_chosen(self.rollout, user_id)
        if self.rollout.mode is Mode.SHADOW:
            return self._with_shadow(query, charge, user_id) if chosen else self._releases.control.ask(query, charge)
        if chosen:
            return self._by_candidate(query, charge, user_id)
        return self._counted(Arm.CONTROL, query, charge, user_id)

    async def _by_candidate(self, query: Query, charge: Charge | None, user_id: str) -> AsyncGenerator[Event]:
        """The candidate's answer; that of the release in production where it has none to give."""
        if not await self._releases.candidate.covers(query):
            # Manuals came in since, which its index is about to get: to answer without them would be worse for no
            # fault of the release, so this question counts for nobody.
            async with aclosing(self._releases.control.ask(query, charge)) as events:
                async for event in events:
                    yield event
            return
        shown = False
        try:
            async with aclosing(self._counted(Arm.CANDIDATE, query, charge, user_id)) as events:
                async for event in events:
                    shown = True
                    yield event
        except AnswerTooLate:
            raise  # there is no time left for another
        except Exception as error:
            if shown or not is_its_fault(error):
                raise
            _log.warning("Release %s failed; the one in production answers.", self._version, exc_info=error)
        else:
            return
        # It counts for nobody: control is what its own users ask, not what the candidate fails at.
        async with aclosing(self._releases.control.ask(query, charge)) as events:
            async for event in events:
                yield event

    async def _counted(self, arm: Arm, query: Query, charge: Charge | None, user_id: str) -> AsyncGenerator[Event]:
        asking = self._releases.candidate if arm is Arm.CANDIDATE else self._releases.control
        try:
            async with aclosing(asking.ask(query, charge)) as events:
                async for event in events:
                    if isinstance(event, Answer) and self._is_of(arm, event):
                        self._count(arm, user_id, tally_of(event), event.outcome.value)
                    yield event
        except Exception as error:
            if is_its_fault(error):
                self._count(arm, user_id, FAILED, _FAILED)
            raise

    async def _with_shadow(self, query: Query, charge: Charge | None, user_id: str) -> AsyncGenerator[Event]:
        async with aclosing(self._releases.control.ask(query, charge)) as events:
            async for event in events:
                if isinstance(event, Answer) and is_fresh(event) and self._is_of(Arm.CONTROL, event):
                    await self._cast(query, user_id, event)
                yield event

    async def _cast(self, query: Query, user_id: str, shown: Answer) -> None:
        """Have the candidate answer too, if that disturbs nobody."""
        if not self.shadows.may_begin:
            self._figures.dropped()
            return
        stack = AsyncExitStack()  # from here on until the shadow ends: who asked may be gone before it begins
        await stack.enter_async_context(self._releases.live.use())
        self.shadows.begin(self._shadow(stack, query, user_id, shown))

    async def _shadow(self, stack: AsyncExitStack, query: Query, user_id: str, shown: Answer) -> None:
        candidate, charge = self._releases.candidate, self.shadows.charge(user_id, query)
        async with stack:
            if not await candidate.covers(query):
                self._figures.dropped()
                return
            try:
                async with aclosing(candidate.ask(query, charge)) as events:
                    [answer] = [event async for event in events if isinstance(event, Answer)]
            except Exception as error:
                if is_its_fault(error):
                    self._count(Arm.CONTROL, user_id, tally_of(shown), shown.outcome.value)
                    self._count(Arm.CANDIDATE, user_id, FAILED, _FAILED)
                else:
                    self._figures.dropped()
                raise
        alike = likeness(shown, answer)
        self._count(Arm.CONTROL, user_id, tally_of(shown), shown.outcome.value)
        self._count(Arm.CANDIDATE, user_id, tally_of(answer) + alike, answer.outcome.value)
        if not alike.same_outcome:
            outcomes = {"shown": shown.outcome.value, "shadow": answer.outcome.value}
            _log.info("shadow differs", extra={**outcomes, "release": self._version, "trace_id": shown.trace_id})

    def _is_of(self, arm: Arm, answer: Answer) -> bool:
        """Whether it says something of this arm: it is of the very release that is compared."""
        expected = self.rollout.candidate if arm is Arm.CANDIDATE else self.rollout.control
        return made_by(answer) == expected

    def _count(self, arm: Arm, user_id: str, tally: Tally, outcome: str) -> None:
        self.book.add(arm, user_id, tally)
        unseen = arm is Arm.CANDIDATE and self.rollout.mode is Mode.SHADOW
        self._figures.answered("shadow" if unseen else arm.value, outcome)

    @property
    def _version(self) -> str:
        return self.rollout.candidate.release
