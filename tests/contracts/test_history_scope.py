"""Whatever was asked over whichever collections: nobody reads a word of a collection that he is not a member of."""

from __future__ import annotations

import random
from collections.abc import Awaitable
from dataclasses import dataclass, replace

import pytest

from exchanges import ANSWER, HistoryStores, exchange, feedback
from paillasse.history.conversations import History
from paillasse.history.errors import HistoryNotFound
from paillasse.history.export import markdown
from paillasse.history.types import Exchange, Reader

COLLECTIONS = ("lab", "site", "line")
USERS = ("ada", "bob", "eve")


@dataclass(frozen=True)
class Kept:
    """An exchange with words of each of its collections in every part of its answer, and whether it has feedback."""

    exchange: Exchange
    commented: bool

    def shown_to(self, reader: Reader) -> bool:
        reachable = set(self.exchange.collections) <= set(reader.collections)
        return reachable and (self.exchange.owner == reader.user_id or (reader.expert and self.commented))


def secrets(text: object) -> set[str]:
    """The collections that words of are in it."""
    return {collection for collection in COLLECTIONS if f"secret of {collection}" in repr(text)}


def answer_of(collections: tuple[str, ...]):  # type: ignore[no-untyped-def]
    words = " ".join(f"secret of {collection}" for collection in collections)
    claims = (replace(ANSWER.claims[0], text=words),)
    cited = tuple(replace(citation, quote=words, title=words) for citation in ANSWER.citations)
    return replace(ANSWER, claims=claims, citations=cited, notices=(words,), trace={"sent": [words]})


async def filled(histories: HistoryStores, chance: random.Random) -> list[Kept]:
    kept: list[Kept] = []
    for number in range(24):
        collections = tuple(chance.sample(COLLECTIONS, chance.choice((1, 1, 2, 3))))
        owner = chance.choice(USERS)
        more = {"owner": owner, "collections": collections, "answer": answer_of(collections)}
        made = exchange(f"e{number}", f"c of {owner}", number, **more)
        await histories.history.record(made, "T")
        commented = chance.random() < 0.5
        if commented:
            said = feedback(made.id, number, user_id=owner, corrected_answer=repr(made.response.claims))
            await histories.feedback.put(said, Reader(owner, expert=False, collections=COLLECTIONS))
        kept.append(Kept(made, commented))
    return kept


async def seen(asked: Awaitable[object]) -> object:
    try:
        return await asked
    except HistoryNotFound:
        return None


@pytest.mark.parametrize("seed", range(3))
async def test_nobody_reads_what_he_may_not(histories: HistoryStores, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    kept = await filled(histories, chance)
    history = History(histories.history, 0)
    read = 0
    for user in USERS:
        for expert in (False, True):
            mine = tuple(chance.sample(COLLECTIONS, chance.randint(0, 3)))
            reader = Reader(user, expert, mine)
            for each in kept:
                found = await seen(history.exchange(each.exchange.id, reader))
                assert (found == each.exchange) is each.shown_to(reader)
                said = await seen(histories.feedback.get(each.exchange.id, reader))
                assert (said is not None) is (each.commented and each.shown_to(reader))
                assert secrets([found, said]) <= set(mine)
                read += found == each.exchange
            conversation = f"c of {user}"
            own = await histories.history.exchanges(conversation, reader, 99)
            exported = markdown(await history.conversation(conversation, user), own)
            queued = await histories.feedback.queue(reader, None, 99)
            assert {q.feedback.exchange_id for q in queued} == {
                k.exchange.id for k in kept if expert and k.commented and set(k.exchange.collections) <= set(mine)
            }
            turns = await history.turns(conversation, reader, 99)
            assert secrets([own, exported, queued, turns]) <= set(mine)
    assert read > 5
