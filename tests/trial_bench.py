"""Two releases over the same manuals, asked as a rollout says, with what answers in the hands of the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from asking_bench import CENTRIFUGE, SEAL, Answering, Live, asking_over, live_over
from paillasse.asking.protocols import Charge, Event
from paillasse.asking.trial.arms import Arms, Candidates
from paillasse.asking.trial.trial import Trial
from paillasse.gate import Gate
from paillasse.monitoring.metrics import Metrics
from paillasse.rollouts.assignment import is_chosen
from paillasse.rollouts.types import Arm, MadeOf, Mode, Rollout, Tally
from paillasse.types.answers import Answer, Usage
from paillasse.types.questions import Query

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def rollout(mode: Mode, control: MadeOf, candidate: MadeOf, share: float = 0.5) -> Rollout:
    return Rollout("r1", mode, share, control, candidate, "{}", NOW, "ada")


@dataclass
class TrialBench:
    """Release 1 in production, release 2 beside it."""

    control: Live
    candidate: Live
    gate: Gate = field(default_factory=lambda: Gate(4, 4, 5))
    charged: list[tuple[str, tuple[Usage, ...]]] = field(default_factory=list[tuple[str, tuple[Usage, ...]]])
    """For what nobody saw, by user."""

    def __post_init__(self) -> None:
        self.metrics = Metrics()
        candidates = Candidates(
            lambda live: asking_over(live, self.gate),  # pyright: ignore[reportArgumentType] - as far as it is used
            lambda live: asking_over(live, Gate(2, 0, 5), kept_for=0),  # pyright: ignore[reportArgumentType] - as above
            lambda: self.gate.load,
            self._charge,
        )
        self.arms = Arms(asking_over(self.control, self.gate), candidates)

    def begin(self, mode: Mode, share: float = 0.5) -> Trial:
        made_of = [_made_of(live.now) for live in (self.control, self.candidate)]
        told = rollout(mode, made_of[0], made_of[1], share)
        self.trial = self.arms.begin(told, self.candidate, self.metrics.rollout)
        return self.trial

    def user(self, arm: Arm) -> str:
        """Somebody whom the rollout has in this arm."""
        wanted = arm is Arm.CANDIDATE
        return next(name for name in map(str, range(999)) if is_chosen(self.trial.rollout, name) is wanted)

    async def ask(self, user_id: str, query: Query = SEAL) -> Answer:
        """The answer; shadows have ended by then."""
        events = [event async for event in self.arms.ask(query, user_id=user_id)]
        await self.trial.shadows.done()
        assert isinstance(events[-1], Answer)
        return events[-1]

    def counted(self) -> dict[Arm, Tally]:
        """Over all users."""
        found = dict.fromkeys(Arm, Tally())
        for (arm, _), tally in self.trial.book._counted.items():
            found[arm] += tally
        return found

    def questions(self) -> tuple[int, int]:
        """Of the control and of the candidate."""
        counted = self.counted()
        return counted[Arm.CONTROL].questions, counted[Arm.CANDIDATE].questions

    def figure(self, name: str, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(f"paillasse_rollout_{name}", labels)

    def _charge(self, user_id: str, _: Query) -> Charge:
        async def charge(usage: tuple[Usage, ...]) -> None:
            self.charged.append((user_id, usage))

        return charge


async def trial_bench(home: Path) -> TrialBench:
    lives: list[Live] = []
    for version in ("1", "2"):
        live = await live_over(home / version, CENTRIFUGE)
        live.now = Answering(replace(live.now.services, production=version))
        lives.append(live)
    return TrialBench(*lives)


def _made_of(now: Answering) -> MadeOf:
    return MadeOf(now.production, now.services.config.hash, now.generation)


async def failing(_: Query) -> AsyncGenerator[Event]:
    """A release that cannot answer."""
    await asyncio.sleep(0)
    raise RuntimeError("the model is not what it was")
    yield
