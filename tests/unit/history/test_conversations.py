from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_stores import Clock
from answers import AMBIGUOUS, REFUSED
from exchanges import ADA, BOB, NOW, at, exchange, memory_history
from paillasse.access.types import Identity, Role
from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.history.conversations import History, title_of
from paillasse.history.errors import HistoryNotFound, UnsuitableTitle
from paillasse.history.types import Reader
from paillasse.types.answers import Outcome
from paillasse.types.questions import Scope, Turn

SAID = "Open the [cover].\nThe lamp lasts 2000 h."


def history(days: int = 365) -> History:
    return History(MemoryHistoryStore(), days, Clock(NOW))


async def test_turns_are_the_last_ones_in_the_order_they_were_taken() -> None:
    kept = history()
    answers = [exchange("e0").response, REFUSED, AMBIGUOUS, exchange("e3").response]
    for number, answer in enumerate(answers):
        await kept.record(exchange(f"e{number}", minutes=number, answer=answer))
    last = (Turn("e1: how?", REFUSED.reason), Turn("e2: how?", AMBIGUOUS.reason), Turn("e3: how?", SAID))
    assert await kept.turns("c", ADA) == last
    assert await kept.turns("c", ADA, 1) == last[2:]


async def test_no_answer_flows_into_a_question_over_fewer_collections() -> None:
    kept = history()
    await kept.record(exchange("wide", collections=("lab", "site")))
    await kept.record(exchange("narrow", minutes=1, collections=("site",)))
    assert await kept.turns("c", replace(ADA, collections=("site",))) == (Turn("narrow: how?", SAID),)
    assert len(await kept.turns("c", ADA)) == 2


async def test_there_are_no_turns_in_what_is_not_ones_own() -> None:
    kept = history()
    await kept.record(exchange("e"))
    for conversation, reader in [("c", BOB), ("unknown", ADA)]:
        with pytest.raises(HistoryNotFound):
            await kept.turns(conversation, reader)


async def test_a_conversation_is_called_by_its_first_question_until_it_is_renamed() -> None:
    kept = history()
    await kept.record(exchange("e", query="  Comment\nnettoyer\u2028 le rotor ? "))
    await kept.record(exchange("f", query="Et après ?", minutes=1))
    assert (await kept.conversation("c", "ada")).title == "Comment nettoyer le rotor ?"
    assert (await kept.rename("c", "ada", "  Rotor  ")).title == "Rotor"
    assert [c.title for c in await kept.conversations("ada", 9)] == ["Rotor"]


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "\0", "x" * 201])
async def test_what_cannot_be_a_title_is_refused(title: str) -> None:
    kept = history()
    await kept.record(exchange("e"))
    with pytest.raises(UnsuitableTitle):
        await kept.rename("c", "ada", title)
    assert (await kept.rename("c", "ada", "x" * 200)).title == "x" * 200


@given(st.text())
def test_a_title_is_one_short_line_of_the_question(question: str) -> None:
    title = title_of(question)
    assert len(title) <= 80
    assert title.isprintable()
    assert title == title.strip()


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("four " * 16, "four " * 15 + "four"),
        ("four " * 17, "four " * 14 + "four…"),
    ],
)
def test_a_title_is_cut_between_words(question: str, title: str) -> None:
    assert title_of(question) == title


async def test_a_deleted_conversation_is_gone_for_its_owner_only_when_he_says_so() -> None:
    kept = history()
    await kept.record(exchange("e"))
    with pytest.raises(HistoryNotFound):
        await kept.delete("c", "bob")
    assert (await kept.exchange("e", ADA)).id == "e"
    await kept.delete("c", "ada")
    with pytest.raises(HistoryNotFound):
        await kept.exchange("e", ADA)


@pytest.mark.parametrize(("days", "left"), [(0, ["new", "old"]), (1, ["new"]), (2, ["new", "old"])])
async def test_exchanges_are_kept_for_so_many_days(days: int, left: list[str]) -> None:
    kept = history(days)
    await kept.record(exchange("old", minutes=-24 * 60 - 1))
    await kept.record(exchange("new", minutes=-24 * 60))
    assert await kept.purge() == 2 - len(left)
    assert [e.id for e in await kept.exchanges("c", ADA, 9)] == left


async def test_the_exchanges_that_cite_a_document_are_counted() -> None:
    kept = history()
    await kept.record(exchange("e"))
    assert (await kept.count_citing("d2"), await kept.count_citing("unknown")) == (1, 0)


@pytest.mark.parametrize(("role", "expert"), [(Role.TECHNICIAN, False), (Role.EXPERT, True), (Role.ADMIN, True)])
def test_a_reader_is_who_asks_with_what_he_may_read(role: Role, expert: bool) -> None:
    identity = Identity("ada", "Ada", role, collections=("lab", "lost"))
    assert Reader.of(identity, Scope(("lab",))) == Reader("ada", expert, ("lab",))


async def test_an_exchange_says_how_it_ended_and_where_it_stands() -> None:
    kept = exchange("e", minutes=3, answer=REFUSED)
    assert (kept.outcome, kept.place) == (Outcome.REFUSED, (at(3), "e"))


async def test_memory_stores_are_one() -> None:
    stores = memory_history()
    await stores.history.record(exchange("e"), "T")
    assert (await stores.history.exchange("e", ADA)).id == "e"
