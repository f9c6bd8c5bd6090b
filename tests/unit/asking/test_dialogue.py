from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from asking_bench import CENTRIFUGE, SEAL, SECRET, Live, asking_over, live_over, scripted
from exchanges import memory_history
from paillasse.asking.asking import Event
from paillasse.asking.dialogue import Dialogue, Question
from paillasse.errors import DocumentNotFound
from paillasse.history.conversations import History
from paillasse.history.errors import HistoryNotFound
from paillasse.history.types import Exchange, Reader
from paillasse.types import Answer, Claim, ClaimAccepted, Outcome, Query, Scope, Turn

ANN = Reader("ann", expert=False, collections=("default",))
BOB = Reader("bob", expert=True, collections=("default",))


@pytest.fixture
async def live(tmp_path: Path) -> Live:
    return await live_over(tmp_path, CENTRIFUGE, SECRET)


@pytest.fixture
def dialogue(live: Live) -> Dialogue:
    return Dialogue(asking_over(live), History(memory_history().history, 0))


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


async def test_what_was_not_answered_is_not_kept(live: Live) -> None:
    async def script(query: Query) -> AsyncGenerator[Event]:
        yield ClaimAccepted(Claim("Open the lid.", ()), ())
        if query.text == "fail":
            raise RuntimeError
        yield Answer("q", "en", Outcome.ANSWERED)

    await scripted(live, script)
    history = History(memory_history().history, 0)
    dialogue = Dialogue(asking_over(live), history)
    events = dialogue.exchange(Query("leave"), ANN, "")
    await anext(events)
    await events.aclose()
    with pytest.raises(RuntimeError):
        _ = [event async for event in dialogue.exchange(Query("fail"), ANN, "")]
    assert await history.conversations("ann", 9) == []
    assert live.users == 0


async def test_of_the_collections_asked_for_only_those_he_may_read_answer(dialogue: Dialogue) -> None:
    async def asked_over(*collections: str) -> tuple[str, ...]:
        return (await dialogue.query(Question("lamp", collections=collections), ANN)).scope.collections

    assert await asked_over("service", "default") == ("default",)
    assert await asked_over("service") == ()
    assert await asked_over() == ()
