"""What every record of conversations does, whatever stands behind it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from exchanges import ADA, ANSWER, BOB, EVE, HistoryStores, at, exchange, feedback
from paillasse.history.errors import HistoryNotFound
from paillasse.history.types import Conversation, Place, Reader, Withheld

FOREVER = 10_000


async def test_an_exchange_is_read_as_it_was_recorded(histories: HistoryStores) -> None:
    kept = exchange("e", query="Odd \0 \ud800 \\u0041 ?")
    await histories.history.record(kept, "Title")
    read = await histories.history.exchange("e", ADA)
    assert read == kept
    assert repr(read) == repr(kept)


async def test_a_conversation_begins_with_its_first_exchange_and_lasts(histories: HistoryStores) -> None:
    store = histories.history
    await store.record(exchange("a", minutes=1), "First")
    await store.record(exchange("b", minutes=3), "Second")
    await store.record(exchange("late", minutes=2), "Third")
    assert await store.conversation("c", "ada") == Conversation("c", "ada", "First", at(1), at(3))
    assert [e.id for e in await store.exchanges("c", ADA, 10)] == ["b", "late", "a"]


async def test_conversations_come_in_pages_the_latest_first(histories: HistoryStores) -> None:
    store = histories.history
    for minutes, name in enumerate(["x", "y", "z"]):
        await store.record(exchange(f"e-{name}", name, minutes), name)
    await store.record(exchange("again", "x", 5), "x")
    await store.record(exchange("same moment", "w", 5), "w")
    await store.record(exchange("not hers", "other", 9, owner="bob"), "other")
    first = await store.conversations("ada", 2)
    assert [c.id for c in first] == ["x", "w"]
    assert [c.id for c in await store.conversations("ada", 10, first[0].place)] == ["w", "z", "y"]
    assert [c.id for c in await store.conversations("ada", 10, first[1].place)] == ["z", "y"]


async def test_exchanges_come_in_pages_the_latest_first(histories: HistoryStores) -> None:
    store = histories.history
    for name, minutes in [("a", 0), ("b", 1), ("c", 1), ("d", 2)]:
        await store.record(exchange(name, minutes=minutes), "T")
    first = await store.exchanges("c", ADA, 2)
    assert [e.id for e in first] == ["d", "c"]
    assert [e.id for e in await store.exchanges("c", ADA, 2, first[-1].place)] == ["b", "a"]
    assert [e.id for e in await store.exchanges("c", ADA, 2, Place(at(1), "\0"))] == ["a"]
    assert await store.conversations("ada", 2, Place(at(0), "\0")) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), ["rotor", "balance"]),
        (("etalonnage",), ["balance"]),
        (("coeur", "balance"), ["balance"]),
        (("l'huile",), ["balance"]),
        (("balance", "rotor"), []),
        (("rotor", "lamp"), ["rotor"]),
        (("100%",), ["rotor"]),
        (("_", "rotor"), []),
        (("\\0",), []),
        (("\0",), ["rotor"]),
    ],
)
async def test_every_word_is_looked_for_in_the_title_and_in_all_questions(
    histories: HistoryStores, words: tuple[str, ...], found: list[str]
) -> None:
    store = histories.history
    await store.record(exchange("a", "balance", 1, query="ÉTALONNAGE du Cœur de la balance"), "Étalonnage")
    await store.record(exchange("b", "balance", 2, query="Et l’huile ?"), "Not the title")
    await store.record(exchange("c", "rotor", 3, query="Rotor at 100% \0 ?"), "Rotor")
    await store.record(exchange("d", "rotor", 4, query="And the LAMP?"), "Not the title")
    await store.record(exchange("e", "other", 5, owner="bob", query="étalonnage rotor lamp"), "Rotor lamp l'huile")
    assert [c.id for c in await store.conversations("ada", 10, None, words)] == found


async def test_what_is_found_comes_in_pages_too(histories: HistoryStores) -> None:
    store = histories.history
    for minutes, name in enumerate(["x", "y", "z"]):
        await store.record(exchange(f"e-{name}", name, minutes), "Rotor" if name != "y" else "Lid")
    [latest] = await store.conversations("ada", 1, None, ["rotor"])
    assert latest.id == "z"
    assert [c.id for c in await store.conversations("ada", 9, latest.place, ["rotor"])] == ["x"]


async def test_nobody_gets_into_the_conversation_of_another(histories: HistoryStores) -> None:
    store = histories.history
    await store.record(exchange("e"), "Hers")
    with pytest.raises(HistoryNotFound):
        await store.record(exchange("intruder", owner="bob"), "His")
    assert [e.id for e in await store.exchanges("c", ADA, 10)] == ["e"]
    assert await store.conversations("bob", 10) == []
    with pytest.raises(HistoryNotFound):
        await store.exchange("intruder", BOB)


@pytest.mark.parametrize("name", ["c", "unknown", "\0"])
async def test_foreign_and_unknown_are_the_same(histories: HistoryStores, name: str) -> None:
    store = histories.history
    await store.record(exchange("c"), "T")
    messages: set[str] = set()
    for asked in (
        store.conversation(name, "bob"),
        store.rename(name, "bob", "Mine"),
        store.delete(name, "bob"),
        store.exchanges(name, BOB, 10),
    ):
        with pytest.raises(HistoryNotFound) as raised:
            await asked
        messages.add(str(raised.value))
    assert messages == {"There is no such conversation."}
    with pytest.raises(HistoryNotFound, match=r"^There is no such exchange\.$"):
        await store.exchange(name, BOB)
    assert (await store.conversation("c", "ada")).title == "T"


async def test_the_owner_renames_and_deletes(histories: HistoryStores) -> None:
    store = histories.history
    await store.record(exchange("e"), "T")
    await store.record(exchange("other", "d"), "T")
    await histories.feedback.put(feedback("e"), ADA)
    assert (await store.rename("c", "ada", "Lamp")).title == "Lamp"
    assert (await store.conversation("c", "ada")).title == "Lamp"
    await store.delete("c", "ada")
    for gone in (store.conversation("c", "ada"), store.exchange("e", ADA), histories.feedback.get("e", ADA)):
        with pytest.raises(HistoryNotFound):
            await gone
    assert [c.id for c in await store.conversations("ada", 10)] == ["d"]


async def test_an_answer_is_withheld_from_an_owner_who_lost_a_collection(histories: HistoryStores) -> None:
    store = histories.history
    await store.record(exchange("e", collections=("lab", "site")), "T")
    await store.record(exchange("f", minutes=1, collections=("lab",)), "T")
    poorer = replace(ADA, collections=("lab",))
    withheld = Withheld("e", "c", "e: how?", at(0))
    assert await store.exchange("e", poorer) == withheld
    assert await store.exchanges("c", poorer, 10) == [exchange("f", minutes=1), withheld]
    nothing = replace(ADA, collections=())
    assert {type(e) for e in await store.exchanges("c", nothing, 10)} == {Withheld}
    assert await store.exchange("e", ADA) == exchange("e", collections=("lab", "site"))


@pytest.mark.parametrize(
    ("reader", "asked_over", "commented", "reads"),
    [
        (EVE, ("lab",), True, True),
        (EVE, ("lab", "site"), True, True),
        (EVE, ("lab",), False, False),
        (EVE, ("lab", "elsewhere"), True, False),
        (BOB, ("lab",), True, False),
    ],
)
async def test_an_expert_reads_what_has_feedback_within_his_collections(
    histories: HistoryStores, reader: Reader, asked_over: tuple[str, ...], commented: bool, reads: bool
) -> None:
    kept = exchange("e", collections=asked_over)
    await histories.history.record(kept, "T")
    if commented:
        await histories.feedback.put(feedback("e"), replace(ADA, collections=asked_over))
    if reads:
        assert await histories.history.exchange("e", reader) == kept
        return
    with pytest.raises(HistoryNotFound):
        await histories.history.exchange("e", reader)


async def test_what_cites_a_document_is_counted(histories: HistoryStores) -> None:
    store = histories.history
    await store.record(exchange("a"), "T")
    await store.record(exchange("b", "d", 1, owner="bob", answer=replace(ANSWER, citations=ANSWER.citations[:1])), "T")
    counts = [await store.count_citing(document_id) for document_id in ("d1", "d2", "d", "\0")]
    assert counts == [2, 1, 0, 0]


async def test_a_purge_removes_what_is_older_and_no_more(histories: HistoryStores) -> None:
    store = histories.history
    await store.record(exchange("old", "over", 0), "T")
    await store.record(exchange("older", "going on", 1), "T")
    await store.record(exchange("young", "going on", FOREVER), "T")
    await histories.feedback.put(feedback("old", FOREVER), ADA)
    assert await store.purge(at(2)) == 2
    assert [c.id for c in await store.conversations("ada", 10)] == ["going on"]
    assert [e.id for e in await store.exchanges("going on", ADA, 10)] == ["young"]
    assert await histories.feedback.queue(EVE, None, 10) == []
    assert await store.purge(at(2)) == 0


async def test_exchanges_recorded_at_once_are_one_conversation(histories: HistoryStores) -> None:
    store = histories.history
    await asyncio.gather(*(store.record(exchange(str(n), minutes=n), f"T{n}") for n in range(8)))
    assert len(await store.exchanges("c", ADA, 100)) == 8
    assert (await store.conversation("c", "ada")).last_at == at(7)


async def test_a_purge_takes_nothing_that_is_recorded_meanwhile(histories: HistoryStores) -> None:
    store = histories.history
    names = [str(n) for n in range(12)]
    for name in names:
        await store.record(exchange(f"old {name}", name), "T")
    young = [exchange(f"young {name}", name, FOREVER) for name in names]
    recorded = [store.record(kept, "T") for kept in young]
    others = [*(store.purge(at(1)) for _ in names), store.delete("0", "ada")]
    ended = await asyncio.gather(*recorded, *others, return_exceptions=True)
    failed = [error for error in ended if isinstance(error, BaseException)]
    assert all(isinstance(error, HistoryNotFound) for error in failed)  # purged before it was deleted
    await store.purge(at(1))
    left = {e.id for name in names[1:] for e in await store.exchanges(name, ADA, 9)}
    assert left == {kept.id for kept in young[1:]}
