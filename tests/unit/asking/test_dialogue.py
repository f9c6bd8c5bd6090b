from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asking_bench import CENTRIFUGE, SEAL, SECRET, Live, arms_over, live_over, scripted
from exchanges import memory_history
from paillasse.asking.dialogue import Dialogue, Question
from paillasse.asking.protocols import Event
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.storage import DatabaseUnreachable
from paillasse.history.conversations import History
from paillasse.history.errors import HistoryNotFound
from paillasse.history.types import Exchange, Reader
from paillasse.history.usage import Bill, Charge, UsageBy, UsageTotal
from paillasse.types.answers import Answer, Claim, ClaimAccepted, Outcome, Usage
from paillasse.types.questions import Query, Scope, Turn

ANN = Reader("ann", expert=False, collections=("default",))
BOB = Reader("bob", expert=True, collections=("default",))


CLAIM = ClaimAccepted(Claim("Open the lid.", ()), ())
USED = Usage("ollama/small", 2, 100, 20, 0.25, "EUR")
EUROS = Charge("EUR", 100, 20, 0.25, 0)
EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@pytest.fixture
async def live(tmp_path: Path) -> Live:
    return await live_over(tmp_path, CENTRIFUGE, SECRET)


@pytest.fixture
def dialogue(live: Live) -> Dialogue:
    return Dialogue(arms_over(live), History(memory_history().history, 0))


async def ask(dialogue: Dialogue, question: Question, reader: Reader = ANN) -> Exchange:
    query = await dialogue.query(question, reader)
    *claims, exchange = [e async for e in dialogue.exchange(query, reader, question.conversation_id)]
    assert isinstance(exchange, Exchange)
    assert [c.claim for c in claims if isinstance(c, ClaimAccepted)] == list(exchange.response.claims)
    return exchange


async def test_what_was_answered_is_kept(dialogue: Dialogue, live: Live) -> None:
    exchange = await ask(dialogue, Question(SEAL.text, "Rotorix 400"))
    assert await dialogue._history.exchange(exchange.id, ANN) == exchange
    assert (exchange.query, exchange.equipment, exchange.collections) == (SEAL.text, "Rotorix 400", ("default",))
    assert exchange.release == f"{exchange.response.config_hash}/{live.now.generation}"
    assert exchange.latency_ms > 0
    [conversation] = await dialogue._history.conversations("ann", 9)
    assert (conversation.id, conversation.title) == (exchange.conversation_id, SEAL.text)
    with pytest.raises(HistoryNotFound):
        await dialogue._history.exchange(exchange.id, BOB)


async def test_what_was_said_before_goes_into_the_question(dialogue: Dialogue) -> None:
    first = await ask(dialogue, Question(SEAL.text))
    following = Question("And then?", conversation_id=first.conversation_id)
    [turn] = (await dialogue.query(following, ANN)).history
    assert turn.question == SEAL.text
    assert turn.answer == "1. Open the lid.\n2. Pull the old lid seal out.\n3. Press the new lid seal in."
    given = (Turn("a", "b"),)
    assert (await dialogue.query(Question("And then?", turns=given), ANN)).history == given
    with pytest.raises(HistoryNotFound):
        await dialogue.query(following, BOB)
    with pytest.raises(HistoryNotFound):
        await dialogue.query(Question("And then?", conversation_id="nobody's"), ANN)


async def test_a_question_keeps_to_the_collections_of_its_reader(dialogue: Dialogue) -> None:
    query = await dialogue.query(Question("x", document_ids=(CENTRIFUGE.id,)), ANN)
    assert query.scope == Scope(("default",), (CENTRIFUGE.id,))
    with pytest.raises(DocumentNotFound):
        await ask(dialogue, Question(SEAL.text, document_ids=(SECRET.id,)))


async def test_nobody_asks_in_somebody_elses_conversation(dialogue: Dialogue) -> None:
    first = await ask(dialogue, Question(SEAL.text))
    with pytest.raises(HistoryNotFound):
        await ask(dialogue, Question(SEAL.text, conversation_id=first.conversation_id, turns=()), BOB)


async def test_what_was_not_answered_is_not_kept(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(query: Query) -> AsyncGenerator[Event]:
        yield CLAIM
        if query.text == "fail":
            raise RuntimeError
        await asyncio.Event().wait()

    await scripted(live, script)
    monkeypatch.setattr("paillasse.asking.dialogue._PATIENCE_SECONDS", 0.01)
    history = History(memory_history().history, 0)
    dialogue = Dialogue(arms_over(live), history)
    await leave(dialogue, "leave")
    with pytest.raises(RuntimeError):
        _ = [event async for event in dialogue.exchange(Query("fail"), ANN, "")]
    assert await history.conversations("ann", 9) == []
    assert live.users == 0


async def leave(dialogue: Dialogue, text: str, reader: Reader = ANN) -> None:
    """Ask, and be gone after the first claim."""
    async with aclosing(dialogue.exchange(Query(text), reader, "")) as events:
        assert await anext(events) == CLAIM


async def test_who_leaves_after_the_last_claim_has_it_in_his_history_and_on_his_bill(live: Live) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        yield CLAIM
        await asyncio.sleep(0.01)
        yield Answer("q", "en", Outcome.ANSWERED, (CLAIM.claim,), usage=(USED,))

    (await scripted(live, script)).used = (USED,)
    kept = memory_history()
    dialogue = Dialogue(arms_over(live), History(kept.history, 0))
    await leave(dialogue, SEAL.text)
    [conversation] = await dialogue._history.conversations("ann", 9)
    assert conversation.title == SEAL.text
    assert await kept.ledger.totals(UsageBy.USER, *EVER) == [UsageTotal("ann", 1, EUROS)]


async def test_who_begins_is_charged_though_only_another_one_reads_the_answer(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = asyncio.Event()

    async def script(_: Query) -> AsyncGenerator[Event]:
        yield CLAIM
        await go.wait()
        yield Answer("q", "en", Outcome.ANSWERED, (CLAIM.claim,), usage=(USED,))

    (await scripted(live, script)).used = (USED,)
    monkeypatch.setattr("paillasse.asking.dialogue._PATIENCE_SECONDS", 0.01)
    kept = memory_history()
    dialogue = Dialogue(arms_over(live), History(kept.history, 0))
    async with aclosing(dialogue.exchange(SEAL, ANN, "")) as first, aclosing(dialogue.exchange(SEAL, BOB, "")) as other:
        await anext(first)
        await anext(other)
        await first.aclose()
        go.set()
        exchange = await anext(other)
    assert isinstance(exchange, Exchange)
    assert exchange.response.usage == ()
    charged = [UsageTotal("ann", 1, EUROS), UsageTotal("bob", 1, Charge(""))]
    assert await kept.ledger.totals(UsageBy.USER, *EVER) == charged


@pytest.mark.parametrize("text", ["leave", "fail"])
async def test_what_was_used_is_charged_without_an_answer(
    live: Live, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    async def script(query: Query) -> AsyncGenerator[Event]:
        yield CLAIM
        if query.text == "fail":
            raise RuntimeError
        await asyncio.Event().wait()

    (await scripted(live, script)).used = (USED,)
    monkeypatch.setattr("paillasse.asking.dialogue._PATIENCE_SECONDS", 0.01)
    kept = memory_history()
    await leave(Dialogue(arms_over(live), History(kept.history, 0)), text)
    assert await kept.ledger.totals(UsageBy.USER, *EVER) == [UsageTotal("ann", 1, EUROS)]


async def test_an_answer_whose_cost_cannot_be_written_down_is_given(
    live: Live, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        yield Answer("q", "en", Outcome.ANSWERED)

    async def charge(_: Bill) -> None:
        raise DatabaseUnreachable("gone")

    (await scripted(live, script)).used = (USED,)
    history = History(memory_history().history, 0)
    monkeypatch.setattr(history, "charge", charge)
    assert (await ask(Dialogue(arms_over(live), history), Question(SEAL.text))).query == SEAL.text
    assert "not in the ledger" in caplog.text


async def test_of_the_collections_asked_for_only_those_he_may_read_answer(dialogue: Dialogue) -> None:
    async def asked_over(*collections: str) -> tuple[str, ...]:
        return (await dialogue.query(Question("lamp", collections=collections), ANN)).scope.collections

    assert await asked_over("service", "default") == ("default",)
    assert await asked_over("service") == ()
    assert await asked_over() == ()
