from __future__ import annotations

from dataclasses import replace

import pytest

from access_stores import Clock
from exchanges import ADA, BOB, EVE, NOW, at, exchange, memory_history
from paillasse.access.auditing import Auditor
from paillasse.access.types import Action, Actor, AuditEntry
from paillasse.adapters.memory_accounts import MemoryAuditLog
from paillasse.history.errors import FeedbackChanged, HistoryNotFound
from paillasse.history.feedback import FeedbackDesk, Opinion, Verdict
from paillasse.history.types import Feedback, FeedbackState, Reason, Review, Thumb

ACTOR = Actor("eve", "192.0.2.9")
DOWN = Opinion(Thumb.DOWN, Reason.WRONG, " No. ", " 3 bar ")


class Bench:
    """A desk with one exchange of Ada's."""

    def __init__(self) -> None:
        self.stores, self.clock, self.log = memory_history(), Clock(NOW), MemoryAuditLog()
        self.desk = FeedbackDesk(self.stores.feedback, Auditor(self.log, self.clock), self.clock)


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
    reviewed = await bench.desk.review("e", Verdict(NOW, FeedbackState.ACCEPTED, " Page 3. "), ACTOR, EVE)
    assert reviewed == replace(given, state=FeedbackState.ACCEPTED, review=Review("eve", at(1), "Page 3."))
    assert await bench.desk.get("e", ADA) == reviewed
    assert await bench.log.list(9) == [
        AuditEntry(at(1), "eve", Action.FEEDBACK_REVIEW, "e", "192.0.2.0/24", "accepted", number=1)
    ]


async def test_a_review_can_be_taken_back(bench: Bench) -> None:
    given = await bench.desk.give("e", DOWN, ADA)
    for state in (FeedbackState.REJECTED, FeedbackState.OPEN):
        reviewed = await bench.desk.review("e", Verdict(NOW, state), ACTOR, EVE)
        assert reviewed.state is state
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
