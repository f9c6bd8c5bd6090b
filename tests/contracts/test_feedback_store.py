"""What every record of feedback does, whatever stands behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exchanges import ADA, BOB, EVE, HistoryStores, at, exchange, feedback
from paillasse.history.errors import FeedbackChanged, HistoryNotFound
from paillasse.history.types import FeedbackState, QueuedFeedback, Reason, Review, Thumb
from paillasse.types.answers import Outcome

FULL = feedback(
    "e",
    5,
    thumb=Thumb.UP,
    reason=Reason.INCOMPLETE,
    comment="\0 nul",
    corrected_answer="Fermez d'abord.",
    state=FeedbackState.ACCEPTED,
    review=Review("eve", at(6), "So it is."),
)


async def test_the_last_word_of_the_owner_is_kept(histories: HistoryStores) -> None:
    await histories.history.record(exchange("e"), "T")
    for given in (feedback("e", 1), FULL, feedback("e", 2)):
        await histories.feedback.put(given, ADA)
        assert await histories.feedback.get("e", ADA) == given
        assert await histories.feedback.get("e", EVE) == given


async def test_nobody_else_gives_or_reads_it(histories: HistoryStores) -> None:
    await histories.history.record(exchange("e"), "T")
    with pytest.raises(HistoryNotFound):
        await histories.feedback.get("e", ADA)
    for reader in (BOB, EVE):
        with pytest.raises(HistoryNotFound):
            await histories.feedback.put(feedback("e"), reader)
    with pytest.raises(HistoryNotFound):
        await histories.feedback.put(feedback("unknown"), ADA)
    await histories.feedback.put(feedback("e"), ADA)
    with pytest.raises(HistoryNotFound):
        await histories.feedback.put(feedback("e", 9), EVE)
    for reader, name in ((BOB, "e"), (replace(EVE, collections=("line",)), "e"), (BOB, "unknown")):
        with pytest.raises(HistoryNotFound, match="no such feedback"):  # nobody learns which exchanges there are
            await histories.feedback.get(name, reader)
    assert await histories.feedback.get("e", ADA) == feedback("e")


async def test_it_is_withheld_with_its_answer(histories: HistoryStores) -> None:
    await histories.history.record(exchange("e"), "T")
    await histories.feedback.put(feedback("e"), ADA)
    poorer = replace(ADA, collections=("site",))
    with pytest.raises(HistoryNotFound):
        await histories.feedback.get("e", poorer)
    with pytest.raises(HistoryNotFound):
        await histories.feedback.put(feedback("e", 9), poorer)
    assert await histories.feedback.get("e", ADA) == feedback("e")


async def test_experts_see_a_queue_of_what_is_within_their_collections(histories: HistoryStores) -> None:
    for name, collections in [("a", ("lab",)), ("b", ("lab", "site")), ("c", ("site",)), ("far", ("lab", "afar"))]:
        await histories.history.record(exchange(name, collections=collections), "T")
    reader = replace(ADA, collections=("lab", "site", "afar"))
    for name, minutes in [("a", 3), ("b", 2), ("c", 3), ("far", 1)]:
        await histories.feedback.put(feedback(name, minutes), reader)
    store = histories.feedback
    first = await store.queue(EVE, FeedbackState.OPEN, 2)
    assert first == [
        QueuedFeedback(feedback(name, minutes), f"{name}: how?", "R416", Outcome.ANSWERED, "0123456789ab/g1", at(0))
        for name, minutes in [("b", 2), ("a", 3)]
    ]
    assert [q.feedback.exchange_id for q in await store.queue(EVE, None, 9, first[-1].feedback.place)] == ["c"]
    assert await store.queue(EVE, FeedbackState.ACCEPTED, 9) == []
    assert await store.queue(reader, None, 9) == []  # no expert
    assert await store.queue(replace(EVE, collections=()), None, 9) == []
    assert [q.feedback.exchange_id for q in await store.queue(replace(EVE, collections=("site",)), None, 9)] == ["c"]


async def test_an_expert_reviews_what_he_read(histories: HistoryStores) -> None:
    await histories.history.record(exchange("e"), "T")
    given = feedback("e", 1, comment="No.")
    await histories.feedback.put(given, ADA)
    accepted = replace(given, state=FeedbackState.ACCEPTED, review=Review("eve", at(2), "Indeed."))
    for reader in (ADA, BOB, replace(EVE, collections=("site",))):
        with pytest.raises(HistoryNotFound):
            await histories.feedback.review(accepted, reader)
    await histories.feedback.review(accepted, EVE)
    assert await histories.feedback.get("e", ADA) == accepted
    assert await histories.feedback.queue(EVE, FeedbackState.OPEN, 9) == []
    await histories.feedback.review(given, EVE)  # open again
    assert await histories.feedback.get("e", ADA) == given
    await histories.feedback.put(feedback("e", 3), ADA)
    with pytest.raises(FeedbackChanged):
        await histories.feedback.review(accepted, EVE)
    with pytest.raises(HistoryNotFound):
        await histories.feedback.review(replace(accepted, exchange_id="unknown"), EVE)
    assert await histories.feedback.get("e", ADA) == feedback("e", 3)
