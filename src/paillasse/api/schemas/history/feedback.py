"""Feedback and its reviews."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, Field

from paillasse.api.pages import cursor_of
from paillasse.api.schemas.history.conversations import Cursor, ExchangeId
from paillasse.api.schemas.history.golden_cases import ExpectedIn
from paillasse.history.reviewing.case_writing import NOTHING
from paillasse.history.reviewing.feedback import Opinion, Verdict
from paillasse.history.types import Feedback, FeedbackState, KeptCase, QueuedFeedback, Reason, Thumb
from paillasse.types.answers import Outcome
from paillasse.types.golden_case import GoldenCase

Words = Annotated[str, Field(max_length=10_000)]


class FeedbackIn(BaseModel):
    """What one thinks of an answer."""

    thumb: Thumb
    reason: Reason | None = Field(default=None, examples=["incomplete"])
    comment: Words = Field(default="", examples=["Il manque l'étape de refroidissement."])
    corrected_answer: Words = Field(default="", description="What the answer should have been.")

    @property
    def opinion(self) -> Opinion:
        """As history takes it."""
        return Opinion(self.thumb, self.reason, self.comment, self.corrected_answer)


class ReviewIn(BaseModel):
    """What an expert makes of feedback."""

    given_at: AwareDatetime = Field(description="`given_at` of the feedback as it was read, to the microsecond.")
    state: FeedbackState = Field(description="`open` takes an earlier review back.")
    note: Words = Field(default="", examples=["Page 12 says so; the table was split."])
    case: ExpectedIn | None = Field(
        default=None, description="The right answer, for the golden case that comes of what is accepted."
    )

    @property
    def verdict(self) -> Verdict:
        """As history takes it."""
        return Verdict(self.given_at, self.state, self.note, self.case.expected if self.case else NOTHING)


class ReviewOut(BaseModel):
    """Who reviewed it, when, and why he decided so."""

    reviewer: str = Field(description="User id.")
    at: datetime
    note: str


class FeedbackOut(BaseModel):
    """What the owner of an exchange says of its answer."""

    exchange_id: ExchangeId
    user_id: str
    thumb: Thumb
    given_at: datetime
    reason: Reason | None
    comment: str
    corrected_answer: str
    state: FeedbackState
    review: ReviewOut | None

    @classmethod
    def of(cls, feedback: Feedback) -> Self:
        """All of it."""
        return cls.model_validate(feedback, from_attributes=True)


class ReviewedOut(FeedbackOut):
    """Feedback with its review, and what came of it."""

    golden_case: GoldenCase | None = Field(
        description="Null unless it was accepted and something tells a right answer: of a wrong refusal, `case` has to."
    )

    @classmethod
    def reviewed(cls, feedback: Feedback, kept: KeptCase | None) -> Self:
        """All of it."""
        return cls(**FeedbackOut.of(feedback).model_dump(), golden_case=kept.case if kept else None)


class QueuedOut(BaseModel):
    """Feedback with the question it is about; the answer is at `/api/v1/exchanges/{id}`."""

    feedback: FeedbackOut
    query: str
    equipment: str
    outcome: Outcome
    release: str
    asked_at: datetime

    @classmethod
    def of(cls, queued: QueuedFeedback) -> Self:
        """All of it."""
        return cls.model_validate(queued, from_attributes=True)


class QueueOut(BaseModel):
    """Feedback to be reviewed, the oldest first."""

    feedback: list[QueuedOut]
    next: Cursor

    @classmethod
    def of(cls, found: list[QueuedFeedback], limit: int) -> Self:
        """A page."""
        following = cursor_of(found[-1].feedback.place) if len(found) == limit else None
        return cls(feedback=[QueuedOut.of(each) for each in found], next=following)
