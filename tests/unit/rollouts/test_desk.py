from __future__ import annotations

from datetime import UTC, datetime

import pytest

from access_stores import memory_stores
from paillasse.access.auditing import Auditor
from paillasse.access.types import Action, Actor
from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.adapters.memory.rollouts import MemoryRolloutStore
from paillasse.errors.releases import ReleaseRefused, RolloutNotFound, RolloutRunning
from paillasse.errors.storage import IndexUnreachable, StorageError
from paillasse.pipeline_config import PipelineConfig, Released
from paillasse.rollouts.book import Book
from paillasse.rollouts.desk import RolloutDesk, Wanted
from paillasse.rollouts.evidence.comparing import Verdict
from paillasse.rollouts.types import Arm, End, Ending, MadeOf, Mode, Tally

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ADA = Actor("ada", "192.0.2.7")
SECOND = Released(release="2", config=PipelineConfig())


class Bench:
    """A desk over memory, whose release 1 is in production."""

    def __init__(self) -> None:
        self.store = MemoryRolloutStore(MemoryHistoryStore())
        self.log = memory_stores().audit
        self.looks = 0
        self.failing: Exception | None = None
        self.desk = RolloutDesk(self.store, Auditor(self.log, lambda: NOW), self._prepare, self._look, lambda: NOW)

    async def audited(self) -> list[tuple[Action, str, str]]:
        return [(entry.action, entry.actor, entry.outcome) for entry in await self.log.list(9)]

    async def _prepare(self, released: Released) -> tuple[MadeOf, MadeOf]:
        if self.failing is not None:
            raise self.failing
        return MadeOf("1", "c", "g"), MadeOf(released.release, "c", "g")

    async def _look(self) -> None:
        self.looks += 1


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_a_release_is_tried_and_stopped_and_both_are_audited(bench: Bench) -> None:
    assert await bench.desk.standing() is None
    begun = await bench.desk.start(SECOND, Wanted(Mode.CANARY, "Ada", "why not"), ADA)
    assert (begun.mode, begun.share, begun.candidate.release, begun.started_by) == (Mode.CANARY, 0.1, "2", "Ada")
    assert PipelineConfig.parse(begun.config, "it") == PipelineConfig()
    assert bench.looks == 1
    await bench.store.add(begun.id, {(Arm.CANDIDATE, "u"): Tally(3, 1), (Arm.CONTROL, "v"): Tally(5)})
    standing = await bench.desk.standing()
    assert standing is not None
    assert (standing.users, standing.counts[Arm.CANDIDATE].failures) == ({Arm.CONTROL: 1, Arm.CANDIDATE: 1}, 1)
    assert {each.verdict for each in standing.compared} == {Verdict.UNKNOWN}
    ended = await bench.desk.stop("enough", ADA)
    assert ended.end == End(NOW, Ending.STOPPED, "enough")
    assert await bench.store.latest() == ended
    assert bench.looks == 2
    assert await bench.audited() == [
        (Action.ROLLOUT_END, "ada", "done"),
        (Action.ROLLOUT_START, "ada", "canary_2"),
    ]


async def test_what_cannot_be_tried_is_not(bench: Bench) -> None:
    with pytest.raises(RolloutNotFound):
        await bench.desk.stop("", ADA)
    with pytest.raises(ReleaseRefused, match="nobody to compare with"):
        await bench.desk.start(SECOND, Wanted(Mode.AB, "Ada", share=1.0), ADA)
    with pytest.raises(ReleaseRefused, match="Release 1 is in production"):
        await bench.desk.start(Released(release="1", config=PipelineConfig()), Wanted(Mode.SHADOW, "Ada"), ADA)
    bench.failing = IndexUnreachable("gone")
    with pytest.raises(IndexUnreachable):
        await bench.desk.start(SECOND, Wanted(Mode.SHADOW, "Ada"), ADA)
    bench.failing = None
    assert await bench.store.latest() is None
    assert (await bench.desk.start(SECOND, Wanted(Mode.SHADOW, "Ada", share=1.0), ADA)).share == 1
    with pytest.raises(RolloutRunning):
        await bench.desk.start(SECOND, Wanted(Mode.SHADOW, "Ada"), ADA)


async def test_counts_that_cannot_be_handed_in_are_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("r")
    book.add(Arm.CONTROL, "ada", Tally(1))

    async def refuse(*_: object) -> None:
        book.add(Arm.CONTROL, "ada", Tally(1))  # somebody asks meanwhile
        raise StorageError("not now")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store, "add", refuse)
        with pytest.raises(StorageError):
            await book.hand_in(bench.store)
    await book.hand_in(bench.store)
    await book.hand_in(bench.store)
    assert (await bench.store.totals("r"))[Arm.CONTROL] == Tally(2)
