"""One answer, and what its owner says of it."""

from __future__ import annotations

from paillasse.access.types import Role
from paillasse.api.deps import ReaderOf, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.schemas.history.conversations import AnyExchange, exchange_out
from paillasse.api.schemas.history.feedback import FeedbackIn, FeedbackOut
from paillasse.history.errors import HistoryNotFound
from paillasse.history.types import Withheld

router = router("Conversations", prefix="/api/v1/exchanges")


@router.get("/{exchange_id}")
@allows(Role.TECHNICIAN)
async def exchange(exchange_id: str, service: ServiceOf, reader: ReaderOf) -> AnyExchange:
    """One exchange with its trace: one's own, or, for experts, one with feedback whose collections are all one's own.

    One's own is `withheld` after one has lost a collection that it was asked over.
    """
    return exchange_out(await service.history.exchange(exchange_id, reader), with_trace=True)


@router.put("/{exchange_id}/feedback")
@allows(Role.TECHNICIAN)
async def give_feedback(exchange_id: str, body: FeedbackIn, service: ServiceOf, reader: ReaderOf) -> FeedbackOut:
    """Say what one thinks of an answer of one's own; it replaces what one said before, and is open for review again."""
    return FeedbackOut.of(await service.feedback.give(exchange_id, body.opinion, reader))


@router.get("/{exchange_id}/feedback")
@allows(Role.TECHNICIAN)
async def feedback(exchange_id: str, service: ServiceOf, reader: ReaderOf) -> FeedbackOut | None:
    """What was said of an answer that one may read, and what an expert made of it; null while nothing was said."""
    try:
        return FeedbackOut.of(await service.feedback.get(exchange_id, reader))
    except HistoryNotFound:
        if isinstance(await service.history.exchange(exchange_id, reader), Withheld):
            raise
        return None
