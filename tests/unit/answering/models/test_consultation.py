from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import date

import pytest

from paillasse.answering.models.consultation import Consultation, GuardedModel, Models, estimated_tokens
from paillasse.answering.models.prices import Prices
from paillasse.errors.models import (
    LanguageModelBusy,
    LanguageModelError,
    LanguageModelRejected,
    LanguageModelSuspended,
    LanguageModelTooSlow,
    LanguageModelTruncated,
    LanguageModelUnreachable,
)
from paillasse.pipeline_config import ModelConfig
from paillasse.protocols.language_model import ModelPiece, ModelRequest

REQUEST = ModelRequest("system", "user")
DONE = ModelPiece(complete=True)
Step = ModelPiece | LanguageModelError | float


class Scripted:
    """A model that does what it is told: pieces, errors and waits, one list for each try."""

    name = "test/model"

    def __init__(self, *tries: list[Step]) -> None:
        self._tries = list(tries)
        self.asked = 0
        self.closed = 0

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        self.asked += 1
        for step in self._tries.pop(0) if len(self._tries) > 1 else self._tries[0]:
            if isinstance(step, float):
                await asyncio.sleep(step)
            elif isinstance(step, LanguageModelError):
                raise step
            else:
                yield step

    async def close(self) -> None:
        self.closed += 1


def consult(model: Scripted, **fields: object) -> tuple[Consultation, GuardedModel]:
    config = ModelConfig.model_validate({"name": "model", "total_seconds": 5, **fields})
    guarded = GuardedModel(model)
    prices = Prices([(date(2026, 1, 1), "USD", {"test/model": (1.0, 2.0)})])
    return Models(guarded, None, prices, config).consult(), guarded


async def test_a_reply_and_what_it_cost() -> None:
    consultation, model = consult(Scripted([ModelPiece("a"), ModelPiece("b", 10, 20, complete=True)]))
    assert await consultation.text(model, REQUEST) == "ab"
    [usage] = consultation.usage()
    assert (usage.calls, usage.input_tokens, usage.output_tokens, usage.estimated) == (1, 10, 20, False)
    assert usage.cost == pytest.approx(50e-6)


async def test_tokens_nobody_counted_are_estimated() -> None:
    consultation, model = consult(Scripted([ModelPiece("abcdef"), DONE]))
    await consultation.text(model, REQUEST)
    [usage] = consultation.usage()
    assert (usage.input_tokens, usage.output_tokens, usage.estimated) == (4, 2, True)
    assert estimated_tokens("") == 0


@pytest.mark.parametrize("error", [LanguageModelUnreachable("x"), LanguageModelBusy("x")])
async def test_what_may_pass_is_tried_once_more_before_the_first_word(error: LanguageModelError) -> None:
    scripted = Scripted([error], [ModelPiece("ok"), DONE])
    consultation, model = consult(scripted)
    assert await consultation.text(model, REQUEST) == "ok"
    again = Scripted([error], [error])
    with pytest.raises(type(error)):
        await consultation.text(GuardedModel(again), REQUEST)
    assert (scripted.asked, again.asked) == (2, 2)


@pytest.mark.parametrize(
    "script",
    [
        [LanguageModelRejected("x")],
        [LanguageModelTooSlow("x")],
        [ModelPiece("begun"), LanguageModelUnreachable("x")],
    ],
)
async def test_what_will_not_pass_or_was_begun_is_not(script: list[Step]) -> None:
    scripted = Scripted(script)
    consultation, model = consult(scripted)
    with pytest.raises(LanguageModelError):
        await consultation.text(model, REQUEST)
    assert scripted.asked == 1


@pytest.mark.parametrize(
    "script",
    [
        [1.0, ModelPiece("late")],
        [ModelPiece(""), 0.15, ModelPiece(""), 0.15, ModelPiece("")],
        [ModelPiece("a"), 1.0, ModelPiece("b")],
    ],
)
async def test_waiting_has_an_end_and_is_logged(script: list[Step], caplog: pytest.LogCaptureFixture) -> None:
    consultation, model = consult(Scripted(script), first_token_seconds=0.2, stall_seconds=0.2)
    with pytest.raises(LanguageModelTooSlow):
        await consultation.text(model, REQUEST)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["language_model_too_slow"]


async def test_one_deadline_over_all_calls() -> None:
    consultation, model = consult(Scripted([0.15, ModelPiece("a"), DONE]), total_seconds=0.25)
    assert await consultation.text(model, REQUEST) == "a"
    with pytest.raises(LanguageModelTooSlow):
        await consultation.text(model, REQUEST)


async def test_no_second_try_when_there_is_no_time_for_it() -> None:
    scripted = Scripted([LanguageModelBusy("x")])
    consultation, model = consult(scripted, total_seconds=0.3)
    with pytest.raises(LanguageModelBusy):
        await consultation.text(model, REQUEST)
    assert scripted.asked == 1


@pytest.mark.parametrize(
    "script", [[ModelPiece("a")], [ModelPiece("a", complete=False)], [ModelPiece("a" * 1000)] * 2, []]
)
async def test_a_reply_that_is_not_whole(script: list[Step]) -> None:
    consultation, model = consult(Scripted(script), max_output_tokens=64)
    with pytest.raises(LanguageModelTruncated):
        await consultation.text(model, REQUEST)


async def test_a_dead_model_is_not_asked() -> None:
    scripted = Scripted([LanguageModelRejected("x")])
    consultation, model = consult(scripted)
    for _ in range(3):
        with pytest.raises(LanguageModelRejected):
            await consultation.text(model, REQUEST)
    with pytest.raises(LanguageModelSuspended):
        await consultation.text(model, REQUEST)
    assert scripted.asked == 3


async def test_a_reply_cut_short_says_nothing_of_the_provider() -> None:
    consultation, model = consult(Scripted([ModelPiece("a", complete=False)]))
    for _ in range(5):
        with pytest.raises(LanguageModelTruncated):
            await consultation.text(model, REQUEST)
    assert model.breaker.allows()


async def test_models_are_closed_once() -> None:
    writer, judge = Scripted([]), Scripted([])
    guarded = GuardedModel(writer)
    prices = Prices([])
    await Models(guarded, guarded, prices, ModelConfig()).close()
    await Models(guarded, GuardedModel(judge), prices, ModelConfig()).close()
    assert (writer.closed, judge.closed) == (2, 1)
