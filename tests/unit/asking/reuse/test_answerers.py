from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from asking_bench import CENTRIFUGE, Live, live_over
from paillasse.asking.reuse.answerers import Answerers
from paillasse.types import Scope


@pytest.fixture
async def live(tmp_path: Path) -> Live:
    return await live_over(tmp_path, CENTRIFUGE)


async def test_an_answerer_is_made_once_however_many_ask_at_once(live: Live) -> None:
    answerers = Answerers()
    scopes = [Scope(("default", "a")), Scope(("a", "default", "a"))] * 3
    prepared = await asyncio.gather(*(answerers.of(live.now, scope) for scope in scopes))  # pyright: ignore[reportArgumentType]
    assert len({id(each) for each in prepared}) == 1
    assert live.now.made == [Scope(("a", "default"))]


async def test_the_scope_that_was_asked_for_the_longest_ago_is_forgotten_first(live: Live) -> None:
    answerers = Answerers()
    scopes = [Scope(("default", f"c{n}")) for n in range(17)]
    for scope in [*scopes[:16], scopes[0], scopes[16], scopes[0], scopes[1]]:
        await answerers.of(live.now, scope)  # pyright: ignore[reportArgumentType]
    made = [scope.collections[0] for scope in live.now.made]
    assert made == [f"c{n}" for n in range(17)] + ["c1"]
