from __future__ import annotations

from dataclasses import replace

import pytest

from access_stores import Clock
from exchanges import ADA, BOB, EVE, NOW, at, exchange, memory_history
from golden_cases import Shelf, manual
from paillasse.access.auditing import Auditor
from paillasse.access.types import Action, Actor, AuditEntry
from paillasse.adapters.memory.accounts import MemoryAuditLog
from paillasse.errors.manuals import DocumentNotFound
from paillasse.history.errors import FeedbackChanged, HistoryNotFound, UnsuitableCase
from paillasse.history.reviewing.case_writing import Expected
from paillasse.history.reviewing.feedback import FeedbackDesk, Opinion, Verdict
from paillasse.history.reviewing.golden_cases import GoldenCases
from paillasse.history.types import Feedback, FeedbackState, KeptCase, Reason, Review, Thumb

ACTOR = Actor("eve", "192.0.2.9")
DOWN = Opinion(Thumb.DOWN, Reason.WRONG, " No. ", " 3 bar ")


class Bench:
    """A desk with one exchange of Ada's."""

    def __init__(self) -> None:
        self.stores, self.clock, self.log = memory_history(), Clock(NOW), MemoryAuditLog()
        auditor = Auditor(self.log, self.clock)
        self.shelf = Shelf(manual("d1"), manual("d3", "site"), manual("far", "afar"))
        self.cases = GoldenCases(self.stores.history, self.shelf, self.stores.cases, auditor)
        self.desk = FeedbackDesk(self.stores.feedback, self.cases, auditor, self.clock)


@pytest.fixture
async def bench() -> Bench:
    made = Bench()
    await made.stores.history.record(exchange("e"), "T")
    return made


async def test_what_the_owner_says_is_open(bench: Bench) -> None:
    given = await bench.desk.give("e", DOWN, ADA)
    assert given == Feedback("e", "ada", Thumb.DOWN, NOW, Reason.WRONG, "No.", "3 bar", FeedbackState.OPEN, None)
    assert await bench.desk.get("e", ADA) == given
    assert [q.feedback for q in await bench.desk.queue(EVE, FeedbackState.OPEN, 9)] == [given]


async def test_a_review_is_kept_and_noted(bench: Bench) -> None:
    given = await bench.desk.give("e", DOWN, ADA)
    bench.clock.pass_by(minutes=1)
    reviewed, _ = await bench.desk.review("e", Verdict(NOW, FeedbackState.ACCEPTED, " Page 3. "), ACTOR, EVE)
    assert reviewed == replace(given, state=FeedbackState.ACCEPTED, review=Review("eve", at(1), "Page 3."))
    assert await bench.desk.get("e", ADA) == reviewed
    assert await bench.log.list(9) == [
        AuditEntry(at(1), "eve", Action.FEEDBACK_REVIEW, "e", "192.0.2.0/24", "accepted", number=1)
    ]


async def test_a_review_can_be_taken_back(bench: Bench) -> None:
    given = await bench.desk.give("e", DOWN, ADA)
    for state in (FeedbackState.REJECTED, FeedbackState.OPEN):
        reviewed, case = await bench.desk.review("e", Verdict(NOW, state), ACTOR, EVE)
        assert (reviewed.state, case) == (state, None)
    assert await bench.desk.get("e", ADA) == given


async def test_a_new_word_opens_it_again_and_an_older_verdict_does_not_hold_for_it(bench: Bench) -> None:
    await bench.desk.give("e", DOWN, ADA)
    bench.clock.pass_by(minutes=1)
    changed = await bench.desk.give("e", Opinion(Thumb.UP), ADA)
    with pytest.raises(FeedbackChanged):
        await bench.desk.review("e", Verdict(NOW, FeedbackState.ACCEPTED), ACTOR, EVE)
    assert await bench.desk.get("e", EVE) == changed
    assert await bench.log.list(9) == []


async def test_only_experts_within_their_collections_review(bench: Bench) -> None:
    await bench.desk.give("e", DOWN, ADA)
    for reader in (ADA, BOB, replace(EVE, collections=("site",))):
        with pytest.raises(HistoryNotFound):
            await bench.desk.review("e", Verdict(NOW, FeedbackState.ACCEPTED), ACTOR, reader)
    assert await bench.log.list(9) == []


async def test_what_is_accepted_becomes_a_case_until_the_review_is_taken_back(bench: Bench) -> None:
    """`d2`, which the answer cites too, was removed meanwhile."""
    await bench.desk.give("e", DOWN, ADA)
    bench.clock.pass_by(minutes=1)
    _, kept = await bench.desk.review("e", Verdict(NOW, FeedbackState.ACCEPTED), ACTOR, EVE)
    assert kept is not None
    assert (kept.collections, kept.reviewer, kept.created_at) == (("lab",), "eve", at(1))
    assert (kept.case.relevant, kept.case.answer) == ((frozenset({("d1.pdf", 9), ("d1.pdf", 10)}),), "3 bar")
    assert await bench.cases.list(EVE, 9) == [kept]
    await bench.desk.review("e", Verdict(NOW, FeedbackState.OPEN), ACTOR, EVE)
    assert await bench.cases.list(EVE, 9) == []


async def test_an_expert_names_pages_that_he_may_read_and_that_there_are(bench: Bench) -> None:
    await bench.desk.give("e", DOWN, ADA)

    async def accept(**evidence: tuple[int, ...]) -> KeptCase | None:
        verdict = Verdict(NOW, FeedbackState.ACCEPTED, expected=Expected(evidence=evidence))
        return (await bench.desk.review("e", verdict, ACTOR, EVE))[1]

    for document_id in ("far", "none"):
        with pytest.raises(DocumentNotFound):
            await accept(**{document_id: (1,)})
    for pages in ((21,), (1, 21), ()):
        with pytest.raises(UnsuitableCase, match="1 to 20"):
            await accept(d3=pages)
    assert (await bench.desk.get("e", EVE)).state is FeedbackState.OPEN
    kept = await accept(d3=(20,))
    assert kept is not None
    assert kept.case.relevant == (frozenset({("d3.pdf", 20)}),)


async def test_a_case_is_removed_and_it_is_noted(bench: Bench) -> None:
    await bench.desk.give("e", DOWN, ADA)
    await bench.desk.review("e", Verdict(NOW, FeedbackState.ACCEPTED), ACTOR, EVE)
    with pytest.raises(HistoryNotFound):
        await bench.cases.remove("e", ACTOR, ADA)
    await bench.cases.remove("e", ACTOR, EVE)
    assert await bench.cases.list(EVE, 9) == []
    entry, *_ = await bench.log.list(9)
    assert (entry.action, entry.target) == (Action.CASE_REMOVE, "e")
