"""Feedback, counted."""

from __future__ import annotations

from paillasse.history.protocols import FeedbackStore
from paillasse.history.types import Feedback, FeedbackState, KeptCase, Place, QueuedFeedback, Reader
from paillasse.monitoring.feedback_loop import FeedbackFigures


class MeasuredFeedbackStore:
    """`history.protocols.FeedbackStore`: what was kept is counted."""

    def __init__(self, store: FeedbackStore, figures: FeedbackFigures) -> None:
        self._store = store
        self._figures = figures

    async def put(self, feedback: Feedback, reader: Reader) -> None:
        """As the store's."""
        await self._store.put(feedback, reader)
        self._figures.given(feedback.thumb.value, feedback.reason.value if feedback.reason else "")

    async def get(self, exchange_id: str, reader: Reader) -> Feedback:
        """As the store's."""
        return await self._store.get(exchange_id, reader)

    async def queue(
        self, reader: Reader, state: FeedbackState | None, limit: int, behind: Place | None = None
    ) -> list[QueuedFeedback]:
        """As the store's."""
        return await self._store.queue(reader, state, limit, behind)

    async def review(self, reviewed: Feedback, reader: Reader, case: KeptCase | None = None) -> None:
        """As the store's."""
        await self._store.review(reviewed, reader, case)
        self._figures.reviewed(reviewed.state.value)
