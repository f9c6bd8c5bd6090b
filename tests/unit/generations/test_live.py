from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from live_bench import OTHER, QUESTION, Bench, live_bench, silent
from paillasse.composition.bootstrap import Services
from paillasse.errors.storage import StorageError
from paillasse.generations import live as module
from paillasse.generations.live import LiveServices
from paillasse.pipeline_config import PipelineConfig, Released, RetrievalConfig
from paillasse.prediction.production import ESCALATION
from paillasse.protocols.trained_models import KeptModel
from paillasse.settings import Settings
from paillasse.storage.session import Database
from paillasse.types.answers import Outcome
from paillasse.types.questions import Scope


@pytest.fixture
async def bench(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return await live_bench(tmp_path, database, monkeypatch)


async def test_questions_are_answered_while_the_next_one_is_built(bench: Bench) -> None:
    asked: list[tuple[str, Outcome, tuple[str, ...]]] = []
    switched = asyncio.Event()

    async def ask(services: Services) -> None:
        answer = await (await services.answerer(Scope())).answer(QUESTION)
        asked.append((services.generation, answer.outcome, answer.notices))
        if services.generation != asked[0][0]:
            switched.set()

    async with LiveServices.open(Settings(_env_file=None)) as live:

        async def keep_asking() -> None:
            while True:
                async with live.use() as services:
                    await ask(services)

        asking = [asyncio.create_task(keep_asking()) for _ in range(3)]
        async with live.use() as held:  # for a question that takes longer than the rebuild
            old = held.generation
            rebuilt = await live.rebuild(OTHER, silent)
            await switched.wait()
            assert bench.closed == []
            await ask(held)
        assert bench.closed == [old]
        for task in asking:
            task.cancel()
        ended = await asyncio.gather(*asking, return_exceptions=True)
        assert {type(result) for result in ended} == {asyncio.CancelledError}
    assert (rebuilt.documents, rebuilt.live, asked[-1][0]) == (2, True, old)
    assert {(outcome, notices) for _, outcome, notices in asked} == {(Outcome.ANSWERED, ())}
    assert {name for name, _, _ in asked} == {old, rebuilt.generation}
    assert bench.closed == [old, rebuilt.generation]


async def test_the_generation_that_answers_is_completed_in_place(bench: Bench) -> None:
    async with LiveServices.open(Settings(_env_file=None)) as live:
        rebuilt = await live.rebuild(PipelineConfig(), silent)
        async with live.use() as services:
            assert services.generation == rebuilt.generation
    assert rebuilt.documents == 0
    assert await bench.generations.live() == rebuilt.generation


async def test_what_answered_still_does_when_the_next_one_fails(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: str) -> None:
        raise StorageError("no alias today")

    monkeypatch.setattr(bench.generations, "make_live", fail)
    async with LiveServices.open(Settings(_env_file=None)) as live:
        with pytest.raises(StorageError, match="no alias"):
            await live.rebuild(OTHER, silent)
        async with live.use() as services:
            assert (await (await services.answerer(Scope())).answer(QUESTION)).outcome is Outcome.ANSWERED
            assert bench.closed != [services.generation]
        assert len(bench.closed) == 1


async def test_what_another_process_made_live_answers_here_too(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.01)
    async with AsyncExitStack() as stack:
        other = await bench.open_beside(stack, Settings(_env_file=None), OTHER, "")
    bench.closed.clear()
    live_now = PipelineConfig()
    broken = True

    async def answering_now(_: Settings) -> Released:
        if broken and live_now == OTHER:
            raise StorageError("no configuration today")
        return Released(config=live_now)

    monkeypatch.setattr(module, "answering_now", answering_now)
    async with LiveServices.open(Settings(_env_file=None)) as live:
        following = asyncio.create_task(live.follow())
        replaced = asyncio.create_task(live.replaced())
        async with live.use() as held:
            old = held.generation
            live_now = OTHER
            await bench.generations.make_live(other.generation)
            await asyncio.sleep(0.1)
            assert not replaced.done()
            broken = False
            await asyncio.wait_for(replaced, 20)
            assert bench.closed == []
        async with live.use() as services:
            assert services.generation == other.generation
        assert bench.closed == [old]
        following.cancel()
        await asyncio.wait({following})
        assert following.cancelled()


async def test_a_release_answers_also_where_only_its_weights_are_others(bench: Bench) -> None:
    other = PipelineConfig(retrieval=RetrievalConfig(dense_weight=0.1))
    first, second = Released(release="1", config=PipelineConfig()), Released(release="2", config=other)
    async with LiveServices.open(Settings(_env_file=None)) as live:
        seen: list[tuple[str, float]] = []
        for released in (first, second, second, first):
            assert (await live.switch(released, silent)).live
            async with live.use() as services:
                seen.append((services.production, services.config.retrieval.dense_weight))
            assert Released.parse(await bench.generations.release()) == released
        assert seen == [("1", 0.5), ("2", 0.1), ("2", 0.1), ("1", 0.5)]
        await live.rebuild(OTHER, silent)
        async with live.use() as services:
            assert services.production == ""
        assert await bench.generations.release() == ""


async def test_of_two_promotions_at_once_the_one_that_is_live_answers(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_live, begun, overtaken = bench.generations.make_live, asyncio.Event(), asyncio.Event()

    async def make_live(name: str, release: str = "") -> None:
        await made_live(name, release)
        if not begun.is_set():
            begun.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(overtaken.wait(), 0.5)

    monkeypatch.setattr(bench.generations, "make_live", make_live)
    async with LiveServices.open(Settings(_env_file=None)) as live:
        first, second = (Released(release=version, config=PipelineConfig()) for version in "12")
        switching = asyncio.create_task(live.switch(first, silent))
        await begun.wait()
        await live.switch(second, silent)
        overtaken.set()
        await switching
        assert live.production == Released.parse(await bench.generations.release()).release == "2"


async def test_a_release_that_another_process_promoted_answers_here_too(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.01)
    promoted = Released(release="7", config=PipelineConfig(retrieval=RetrievalConfig(dense_weight=0.1)))
    now = Released(config=PipelineConfig())

    async def answering_now(_: Settings) -> Released:
        return now

    monkeypatch.setattr(module, "answering_now", answering_now)
    async with LiveServices.open(Settings(_env_file=None)) as live:
        following = asyncio.create_task(live.follow())
        replaced = asyncio.create_task(live.replaced())
        async with live.use() as services:
            generation = services.generation
        now = promoted
        await bench.generations.make_live(generation, promoted.kept)
        await asyncio.wait_for(replaced, 20)
        async with live.use() as services:
            assert (services.generation, services.production) == (generation, "7")
        following.cancel()
        await asyncio.wait({following})


async def test_the_model_that_was_promoted_predicts_and_nothing_is_forgotten(bench: Bench) -> None:
    async with LiveServices.open(Settings(_env_file=None)) as live:
        async with live.use() as before:
            assert await live.take_models("") == ""
            newer = before.escalation.model_copy(update={"version": "newer"})
            at = datetime(2026, 11, 21, tzinfo=UTC)
            await before.trained.put(KeptModel(ESCALATION, "newer", newer.model_dump_json(), "{}", at))
            assert await live.take_models("") == "newer"
        async with live.use() as after:
            answer = await (await after.answerer(Scope())).answer(QUESTION)
        assert await live.take_models("newer") == "newer"
        async with live.use() as still:
            assert still is after
    assert after.release != before.release
    assert after.line_memory is before.line_memory
    assert answer.escalation is not None
    assert answer.escalation.model == "newer"
    assert len(bench.closed) == 1


async def test_a_server_keeps_looking_for_models(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.01)
    async with LiveServices.open(Settings(_env_file=None)) as live:
        async with live.use() as services:
            store: Any = services.trained
            newer = services.escalation.model_copy(update={"version": "newer"})
        ask, asked, thrice = store.version, list[str](), asyncio.Event()

        async def version(name: str) -> str:
            asked.append(name)
            if len(asked) == 1:
                raise StorageError("not just now")
            if len(asked) == 3:  # by now what the second look found was taken
                thrice.set()
            return await ask(name)

        monkeypatch.setattr(store, "version", version)
        following = asyncio.create_task(live.follow_models())
        at = datetime(2026, 11, 21, tzinfo=UTC)
        await store.put(KeptModel(ESCALATION, "newer", newer.model_dump_json(), "{}", at))
        await asyncio.wait_for(thrice.wait(), 30)
        async with live.use() as services:
            assert services.escalation == newer
        following.cancel()
        await asyncio.wait({following})
    assert len(bench.closed) == 1
