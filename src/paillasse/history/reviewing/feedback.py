"""What users say of answers, and what experts make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from paillasse.access.auditing import Auditor
from paillasse.access.types import Action, Actor
from paillasse.history.protocols import FeedbackStore
from paillasse.history.reviewing.case_writing import NOTHING, Expected
from paillasse.history.reviewing.golden_cases import GoldenCases
from paillasse.history.types import (
    Feedback,
    FeedbackState,
    KeptCase,
    Place,
    QueuedFeedback,
    Reader,
    Reason,
    Review,
    Thumb,
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says of an answer."""

    thumb: Thumb
    reason: Reason | None = None
    comment: str = ""
    corrected_answer: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an expert makes of feedback."""

    given_at: datetime
    """Of the feedback as he read it: the verdict holds for no other version."""
    state: FeedbackState
    """`open` takes an earlier verdict back."""
    note: str = ""
    """Why."""
    expected: Expected = NOTHING
    """What the right answer is, for the golden case that comes of what he accepts."""


class FeedbackDesk:
    """Takes feedback from the owners of exchanges and puts it before experts."""

    def __init__(
        self,
        store: FeedbackStore,
        cases: GoldenCases,
        auditor: Auditor,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._cases = cases
        self._auditor = auditor
        self._clock = clock

    async def give(self, exchange_id: str, opinion: Opinion, reader: Reader) -> Feedback:
        """Take what the owner of an exchange says of its answer; it replaces what he said before, and is open again.

        Raises:
            HistoryNotFound: he has no exchange of this id, or its answer is withheld from him.
        """
        feedback = Feedback(
            exchange_id,
            reader.user_id,
            opinion.thumb,
            self._clock(),
            opinion.reason,
            opinion.comment.strip(),
            opinion.corrected_answer.strip(),
        )
        await self._store.put(feedback, reader)
        return feedback

    async def get(self, exchange_id: str, reader: Reader) -> Feedback:
        """The feedback on an exchange that the reader may read.

        Raises:
            HistoryNotFound: there is none that he may read.
        """
        return await self._store.get(exchange_id, reader)

    async def queue(
        self, reader: Reader, state: FeedbackState | None, limit: int, behind: Place | None = None
    ) -> list[QueuedFeedback]:
        """Feedback in this state (in any when None) on answers whose collections the reader may all read, oldest first.

        Nothing when he is no expert.
        """
        return await self._store.queue(reader, state, limit, behind)

    async def review(
        self, exchange_id: str, verdict: Verdict, actor: Actor, reader: Reader
    ) -> tuple[Feedback, KeptCase | None]:
        """Accept or reject feedback, or open it again.

        Args:
            exchange_id: which.
            verdict: what the reviewer makes of it.
            actor: for the audit log.
            reader: who reviews.

        Returns:
            The feedback with its review, and the golden case that came of it: None unless it was accepted and something
            tells a right answer.

        Raises:
            DocumentNotFound: the reviewer names a document that he may not read.
            FeedbackChanged: its author changed it after the reviewer had read it.
            HistoryNotFound: there is none that the reader may read as an expert.
            UnsuitableCase: what the reviewer says of the right answer cannot be.
        """
        given = await self._store.get(exchange_id, reader)
        now, review, case = self._clock(), None, None
        if verdict.state is not FeedbackState.OPEN:
            review = Review(reader.user_id, now, verdict.note.strip())
        if verdict.state is FeedbackState.ACCEPTED and reader.expert:
            case = await self._cases.written(given, verdict.expected, reader, now)
        reviewed = replace(given, given_at=verdict.given_at, state=verdict.state, review=review)
        await self._store.review(reviewed, reader, case)
        await self._auditor.note(actor, Action.FEEDBACK_REVIEW, exchange_id, verdict.state.value)
        return reviewed, case
