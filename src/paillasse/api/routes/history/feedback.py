"""What users say of answers, for experts."""

from __future__ import annotations

from http import HTTPStatus

from paillasse.access.types import Role
from paillasse.api.deps import ActorOf, ReaderOf, ServiceOf
from paillasse.api.pages import Behind, Limit
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.history.feedback import QueueOut, ReviewedOut, ReviewIn
from paillasse.history.types import FeedbackState

router = router("Feedback", prefix="/api/v1/feedback")


@router.get("")
@allows(Role.EXPERT)
async def queue(
    service: ServiceOf, reader: ReaderOf, behind: Behind, limit: Limit = 20, state: FeedbackState | None = None
) -> QueueOut:
    """Feedback on answers whose collections one is all a member of, the oldest first."""
    return QueueOut.of(await service.feedback.queue(reader, state, limit, behind), limit)


@router.patch("/{exchange_id}", responses=documented(HTTPStatus.CONFLICT))
@allows(Role.EXPERT)
async def review(exchange_id: str, body: ReviewIn, service: ServiceOf, reader: ReaderOf, actor: ActorOf) -> ReviewedOut:
    """Accept or reject feedback as one has read it, or open it again.

    What is accepted becomes a golden case, where something tells a right answer: `case` completes what is known.
    """
    return ReviewedOut.reviewed(*await service.feedback.review(exchange_id, body.verdict, actor, reader))
