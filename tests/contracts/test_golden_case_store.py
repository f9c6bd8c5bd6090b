"""What every store of golden cases does, whatever stands behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exchanges import ADA, EVE, HistoryStores, exchange, feedback
from golden_cases import kept
from paillasse.history.errors import CaseChanged, FeedbackChanged, HistoryNotFound
from paillasse.history.types import FeedbackState, Reader, Review

AFAR = Reader("zoe", expert=True, collections=("afar",))


async def accepted(histories: HistoryStores, name: str, minutes: float = 0, **more: object) -> None:
    """An exchange whose feedback was accepted, with a case."""
    case = kept(name, minutes, **more)  # type: ignore[arg-type]
    await histories.history.record(exchange(name, collections=case.collections), "T")
    everywhere = replace(ADA, collections=case.collections)
    await histories.feedback.put(feedback(name), everywhere)
    review = Review("eve", case.created_at)
    reviewed = replace(feedback(name), state=FeedbackState.ACCEPTED, review=review)
    await histories.feedback.review(reviewed, replace(EVE, collections=case.collections), case)


async def test_cases_within_the_collections_of_an_expert_the_oldest_first(histories: HistoryStores) -> None:
    await accepted(histories, "b", 1)
    await accepted(histories, "a", 1, question="Où ? \0", evidence="\0")
    await accepted(histories, "c", 0, collections=("lab", "site"))
    await accepted(histories, "far", 0, collections=("lab", "afar"))
    cases = histories.cases
    both = ("lab", "site")
    expected = [kept("c", 0, both), kept("a", 1, question="Où ? \0", evidence="\0"), kept("b", 1)]
    assert await cases.cases(EVE, 9) == expected
    assert await cases.cases(EVE, 2, expected[0].place) == expected[1:]
    assert await cases.cases(EVE, 1, expected[0].place) == expected[1:2]
    assert await cases.cases(ADA, 9) == []
    assert await cases.cases(AFAR, 9) == []


async def test_another_review_replaces_or_removes_it(histories: HistoryStores) -> None:
    await accepted(histories, "a")
    review = replace(feedback("a"), state=FeedbackState.ACCEPTED, review=Review("eve", feedback("a").given_at))
    with pytest.raises(FeedbackChanged):
        await histories.feedback.review(replace(review, given_at=feedback("a", 5).given_at), EVE, None)
    with pytest.raises(HistoryNotFound):
        await histories.feedback.review(review, ADA, None)
    assert await histories.cases.cases(EVE, 9) == [kept("a")]
    await histories.feedback.review(review, EVE, kept("a", 3, answer="New."))
    assert await histories.cases.cases(EVE, 9) == [kept("a", 3, answer="New.")]
    await histories.feedback.review(replace(review, state=FeedbackState.REJECTED), EVE)
    assert await histories.cases.cases(EVE, 9) == []


async def test_it_stays_when_the_exchange_goes(histories: HistoryStores) -> None:
    await accepted(histories, "a")
    await histories.history.delete("c", "ada")
    assert await histories.cases.cases(EVE, 9) == [kept("a")]


async def test_who_reads_it_changes_it(histories: HistoryStores) -> None:
    await accepted(histories, "a")
    changed = kept("a", question="Which ? \0", answer="\0")
    for reader, name in ((ADA, "a"), (AFAR, "a"), (EVE, "b")):
        with pytest.raises(HistoryNotFound, match="no such golden case"):
            await histories.cases.case(name, reader)
        with pytest.raises(HistoryNotFound, match="no such golden case"):
            await histories.cases.replace(kept(name), reader, kept(name).version)
    with pytest.raises(CaseChanged):
        await histories.cases.replace(changed, EVE, changed.version)
    assert await histories.cases.case("a", EVE) == kept("a")
    await histories.cases.replace(changed, EVE, kept("a").version)
    assert await histories.cases.case("a", EVE) == changed
    assert await histories.cases.cases(EVE, 9) == [changed]


async def test_who_reads_it_removes_it(histories: HistoryStores) -> None:
    await accepted(histories, "a")
    for reader, name in ((ADA, "a"), (AFAR, "a"), (EVE, "b")):
        with pytest.raises(HistoryNotFound, match="no such golden case"):
            await histories.cases.remove(name, reader)
    await histories.cases.remove("a", EVE)
    assert await histories.cases.cases(EVE, 9) == []
