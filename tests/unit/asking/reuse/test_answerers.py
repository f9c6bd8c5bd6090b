from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from asking_bench import CENTRIFUGE, Live, live_over
from paillasse.asking.reuse.answerers import Answerers
from paillasse.types.questions import Scope


@pytest.fixture
async def live(tmp_path: Path) -> Live:
    return await live_over(tmp_path, CENTRIFUGE)


async def test_an_answerer_is_made_once_however_many_ask_at_once(live: Live) -> None:
    answerers = Answerers()
    asked = [("default", "a"), ("a", "default", "a")] * 3
    prepared = await asyncio.gather(*(answerers.of(live.now, collections) for collections in asked))  # pyright: ignore[reportArgumentType]
    assert len({id(each) for each in prepared}) == 1
    assert live.now.made == [Scope(("a", "default"))]


async def test_the_collections_that_were_asked_for_the_longest_ago_is_forgotten_first(live: Live) -> None:
    answerers = Answerers()
    sets = [("default", f"c{n}") for n in range(17)]
    for collections in [*sets[:16], sets[0], sets[16], sets[0], sets[1]]:
        await answerers.of(live.now, collections)  # pyright: ignore[reportArgumentType]
    made = [scope.collections[0] for scope in live.now.made]
    assert made == [f"c{n}" for n in range(17)] + ["c1"]
