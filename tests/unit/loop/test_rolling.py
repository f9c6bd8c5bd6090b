"""A rollout as one process takes part in it, over a home whose database is real, and under load."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from access_stores import memory_stores
from exchanges import memory_history
from live_bench import OTHER, QUESTION, Bench, live_bench, silent
from paillasse.access.auditing import Auditor
from paillasse.access.types import COMMAND_LINE, Action
from paillasse.adapters.caches.memory_cache import MemoryCache
from paillasse.composition.questions import questions_over
from paillasse.errors.storage import StorageError
from paillasse.generations.live import LiveServices
from paillasse.history.conversations import History
from paillasse.instrumented.asking import MeasuredAsking
from paillasse.loop import rolling as module
from paillasse.loop.rolling import RollingOut, prepare
from paillasse.monitoring.metrics import Metrics
from paillasse.pipeline_config import PipelineConfig, Released, RetrievalConfig
from paillasse.rollouts.desk import RolloutDesk, Wanted
from paillasse.rollouts.types import Arm, Ending, MadeOf, Mode, Rollout, Tally
from paillasse.settings import Settings
from paillasse.storage.rollouts.store import PostgresRolloutStore
from paillasse.storage.session import Database
from paillasse.types.answers import Answer, Outcome
from paillasse.types.questions import Query

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = Released(release="2", config=OTHER)
SETTINGS = Settings(_env_file=None, answers_at_once=8)


class Pod:
    """One process that answers; others share its database."""

    def __init__(self, bench: Bench, live: LiveServices, settings: Settings) -> None:
        self.live = live
        self.closed = bench.closed
        self.metrics = Metrics()
        self.log = memory_stores().audit
        auditor = Auditor(self.log, lambda: NOW)
        history = History(memory_history().history, 0)
        counted = partial(MeasuredAsking, figures=self.metrics.answers)
        asked = questions_over(settings, live, history, counted, (MemoryCache(), None))
        self.arms, self.asking = asked.arms, asked.asking
        self.store = PostgresRolloutStore(bench.database)
        self.rolling = RollingOut(live, asked.arms, self.store, auditor, self.metrics.rollout)

        async def prepared(released: Released) -> tuple[MadeOf, MadeOf]:
            return await prepare(live, silent, released)

        self.desk = RolloutDesk(self.store, auditor, prepared, self.rolling.look)

    async def start(self, mode: Mode, share: float | None = None, released: Released = SECOND) -> Rollout:
        return await self.desk.start(released, Wanted(mode, "ada", share=share), COMMAND_LINE)

    async def ask(self, user_id: str, text: str = QUESTION.text) -> Answer:
        [answer] = [e async for e in self.asking.ask(Query(text), user_id=user_id) if isinstance(e, Answer)]
        return answer

    async def latest(self) -> Rollout:
        found = await self.store.latest()
        assert found is not None
        return found

    def rolled_back(self, reason: str) -> float | None:
        return self.metrics.registry.get_sample_value("paillasse_rollout_rollbacks_total", {"reason": reason})


@pytest.fixture
async def bench(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return await live_bench(tmp_path, database, monkeypatch)


@asynccontextmanager
async def opened(bench: Bench, settings: Settings = SETTINGS) -> AsyncIterator[Pod]:
    async with LiveServices.open(settings) as live:
        pod = Pod(bench, live, settings)
        yield pod
        await pod.rolling._leave()


async def test_a_canary_answers_its_share_from_an_index_of_its_own_and_is_counted(bench: Bench) -> None:
    async with opened(bench) as pod:
        begun = await pod.start(Mode.CANARY, 0.5)
        assert begun.control.generation != begun.candidate.generation
        answers = [await pod.ask(str(user)) for user in range(12)]
        assert {answer.outcome for answer in answers} == {Outcome.ANSWERED}
        made_by = {(str(a.trace["release"]), str(a.trace["generation"])) for a in answers}
        assert made_by == {("", begun.control.generation), ("2", begun.candidate.generation)}
        await pod.rolling.look()
        # everybody asked the same: all but the first of each release were given what was kept
        totals = await pod.store.totals(begun.id)
        assert sum(tally.questions for tally in totals.values()) == 12
        assert {arm: tally.worked_out for arm, tally in totals.items()} == {Arm.CONTROL: 1, Arm.CANDIDATE: 1}
        await pod.desk.stop("", COMMAND_LINE)
        assert bench.closed[-1] == begun.candidate.generation
        assert {str((await pod.ask(str(user))).trace["release"]) for user in range(12)} == {""}


async def test_a_canary_that_fails_on_other_pods_is_taken_back_on_this_one(bench: Bench) -> None:
    async with opened(bench) as pod:
        begun = await pod.start(Mode.CANARY)
        await pod.store.add(begun.id, {(Arm.CONTROL, "u"): Tally(60), (Arm.CANDIDATE, "v"): Tally(6, 6)})
        await pod.rolling.look()
        assert pod.arms.trial is None
        end = (await pod.latest()).end
        assert end is not None
        assert end.how is Ending.ROLLED_BACK
        assert end.because == "errors: 6 of 6 questions, in production 0 of 60 questions"
        [entry, _] = await pod.log.list(2)
        assert (entry.action, entry.actor, entry.outcome) == (Action.ROLLOUT_END, "rollout", "rolled_back_errors")
        assert pod.rolled_back("errors") == 1
        assert bench.closed[-1] == begun.candidate.generation
        await pod.rolling.look()
        assert (await pod.log.list(9))[0] == entry


async def test_an_ab_test_is_not_taken_back(bench: Bench) -> None:
    async with opened(bench) as pod:
        begun = await pod.start(Mode.AB)
        await pod.store.add(begun.id, {(Arm.CONTROL, "u"): Tally(60), (Arm.CANDIDATE, "v"): Tally(6, 6)})
        await pod.rolling.look()
        assert (await pod.latest()).end is None
        assert pod.arms.trial is not None


async def test_a_promotion_ends_it(bench: Bench) -> None:
    async with opened(bench) as pod:
        await pod.start(Mode.CANARY)
        await pod.live.switch(SECOND, silent)
        await pod.rolling.look()
        end = (await pod.latest()).end
        assert end is not None
        assert end.how is Ending.SUPERSEDED
        assert "release 2" in end.because
        assert pod.arms.trial is None
        assert (await pod.ask("anybody")).trace["release"] == "2"


async def test_another_process_that_is_started_later_joins(bench: Bench) -> None:
    async with opened(bench) as first:
        begun = await first.start(Mode.SHADOW)
    async with opened(bench) as second:
        await second.rolling.look()
        assert second.arms.trial is not None
        await second.ask("ada")
        await second.arms.trial.shadows.done()
        await second.rolling._leave()
        assert (await second.store.totals(begun.id))[Arm.CANDIDATE].compared == 1
        assert second.arms.trial is None


async def test_two_processes_have_the_same_users_one_sum_and_one_rollback(bench: Bench) -> None:
    async with opened(bench) as one, opened(bench) as other:
        begun = await one.start(Mode.CANARY, 0.5)
        await other.rolling.look()
        releases: set[object] = set()
        for user in map(str, range(10)):
            [release] = {(await pod.ask(user, f"{QUESTION.text} {user}")).trace["release"] for pod in (one, other)}
            releases.add(release)
        assert releases == {"", "2"}
        for pod in (one, other):
            await pod.rolling.look()
        assert sum(tally.questions for tally in (await one.store.totals(begun.id)).values()) == 20
        await one.store.add(begun.id, {(Arm.CONTROL, "u"): Tally(60), (Arm.CANDIDATE, "v"): Tally(40, 30)})
        for pod in (other, one):
            await pod.rolling.look()
            assert pod.arms.trial is None
            assert (await pod.ask("7")).trace["release"] == ""
        assert (other.rolled_back("errors"), one.rolled_back("errors")) == (1, 0)
        told = [(entry.action, entry.actor) for pod in (one, other) for entry in await pod.log.list(9)]
        assert told == [(Action.ROLLOUT_START, COMMAND_LINE.user_id), (Action.ROLLOUT_END, "rollout")]


async def test_manuals_that_come_in_meanwhile_get_into_its_index(bench: Bench) -> None:
    async with opened(bench) as pod:
        begun = await pod.start(Mode.CANARY, 0.999)
        note = bench.home / "fan.txt"
        await asyncio.to_thread(note.write_text, "Clean the fan filter with warm water.\n")
        async with pod.live.use() as services:
            assert (await services.pipeline.ingest(note, "default", silent)).state == "ingested"
        question = "What is the fan filter cleaned with?"
        answer = await pod.ask("ada", question)
        assert (answer.trace["release"], answer.outcome, answer.notices) == ("", Outcome.ANSWERED, ())
        await pod.rolling.look()
        part = pod.rolling._part
        assert part is not None
        assert part.completing is not None
        await part.completing
        answer = await pod.ask("ada", question + " Please?")
        assert (answer.trace["generation"], answer.outcome) == (begun.candidate.generation, Outcome.ANSWERED)
        await pod.rolling.look()


async def test_no_question_fails_while_arms_are_switched(bench: Bench) -> None:
    same_index = Released(release="3", config=PipelineConfig(retrieval=RetrievalConfig(dense_weight=0.1)))
    async with opened(bench, SETTINGS.model_copy(update={"answer_cache_seconds": 0})) as pod:
        seen = asyncio.Queue[tuple[Outcome, str]]()
        over = asyncio.Event()

        async def keep_asking(user: int) -> None:
            while not over.is_set():
                answer = await pod.ask(str(user))
                seen.put_nowait((answer.outcome, str(answer.trace["release"])))

        asking = [asyncio.create_task(keep_asking(user)) for user in range(8)]
        told: set[tuple[Outcome, str]] = set()
        for mode, released in ((Mode.CANARY, SECOND), (Mode.AB, same_index), (Mode.SHADOW, SECOND)):
            await pod.start(mode, 0.5, released)
            told |= {await seen.get() for _ in range(seen.qsize() + 16)}  # some of them began before
            await pod.desk.stop("", COMMAND_LINE)
        over.set()
        await asyncio.gather(*asking)  # raises what failed
        assert told == {(Outcome.ANSWERED, release) for release in ("", "2", "3")}
        # Each candidate is closed as it was prepared, and as it was tried: the latter by the last question's own task.
        async with asyncio.timeout(20):
            while len(bench.closed) < 6:  # noqa: ASYNC110 - closing tells nobody
                await asyncio.sleep(0.01)
        assert len(bench.closed) == 6


async def test_what_cannot_be_followed_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.001)
    monkeypatch.setattr(module, "_AGAIN_SECONDS", 0.001)
    async with opened(bench) as pod:
        looks, running, seen = 0, pod.store.running, asyncio.Event()

        async def sometimes() -> Rollout | None:
            nonlocal looks
            looks += 1
            if looks < 3:
                raise StorageError("not now")
            seen.set()
            return await running()

        monkeypatch.setattr(pod.store, "running", sometimes)
        following = asyncio.create_task(pod.rolling.follow())
        await seen.wait()
        following.cancel()
        await asyncio.wait({following})
        assert following.cancelled()
        assert caplog.text.count("it is tried again: not now") == 2
