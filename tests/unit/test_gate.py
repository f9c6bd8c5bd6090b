from __future__ import annotations

import asyncio

import pytest

from paillasse.errors.root import Overloaded
from paillasse.gate import Gate


async def hold(gate: Gate, entered: list[int], number: int, go: asyncio.Event) -> None:
    async with gate.enter():
        entered.append(number)
        await go.wait()


async def test_so_many_work_and_so_many_wait_in_turn() -> None:
    gate, go, entered = Gate(2, 2, 5), asyncio.Event(), list[int]()
    holding = [asyncio.create_task(hold(gate, entered, number, go)) for number in range(4)]
    await asyncio.sleep(0)
    assert entered == [0, 1]
    with pytest.raises(Overloaded) as refused:
        await hold(gate, entered, 4, go)
    assert refused.value.retry_after > 0
    go.set()
    await asyncio.gather(*holding)
    assert entered == [0, 1, 2, 3]
    await hold(gate, entered, 5, go)
    assert entered[-1] == 5


async def test_nobody_waits_long() -> None:
    gate, go, entered = Gate(1, 1, 0.01), asyncio.Event(), list[int]()
    holding = asyncio.create_task(hold(gate, entered, 0, go))
    await asyncio.sleep(0)
    for _ in range(2):  # the place in the queue is free again
        with pytest.raises(Overloaded):
            await hold(gate, entered, 1, go)
    go.set()
    await holding


async def test_who_leaves_the_queue_or_fails_holds_no_place() -> None:
    gate, go, entered = Gate(1, 1, 5), asyncio.Event(), list[int]()
    holding = asyncio.create_task(hold(gate, entered, 0, go))
    waiting = asyncio.create_task(hold(gate, entered, 1, go))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    go.set()
    await hold(gate, entered, 2, go)
    assert entered == [0, 2]
