"""Predicting: is a question a case for a ticket?"""

from __future__ import annotations

import time
import uuid
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

from fastapi import Response

from paillasse.access.types import Role
from paillasse.api.deps import Address, ReaderOf, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.routes.asking.ask import limit_headers
from paillasse.api.schemas.asking import EscalationOut, EscalationsIn, EscalationsOut
from paillasse.history.types import Reader
from paillasse.history.usage import Bill
from paillasse.service import Service
from paillasse.types import Answer, Query

router = router("Questions", prefix="/api/v1")

_RESPONSES = documented(HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.GATEWAY_TIMEOUT)


@router.post("/predictions/escalation", responses=_RESPONSES)
@allows(Role.TECHNICIAN)
async def escalation(
    body: EscalationsIn, response: Response, service: ServiceOf, reader: ReaderOf, address: Address
) -> EscalationsOut:
    """How likely it is that the manuals one may read do not answer: a case for a ticket.

    Each question is asked, and counts as one, but is not kept.
    """
    for _ in body.items:
        response.headers.update(limit_headers(await service.questions.limits.enter(reader.user_id, address)))
    queries = [await service.questions.dialogue.query(item.asked(), reader) for item in body.items]
    return EscalationsOut(
        model=service.escalation.version, items=[await _predicted(service, query, reader) for query in queries]
    )


async def _predicted(service: Service, query: Query, reader: Reader) -> EscalationOut:
    bill = partial(Bill, str(uuid.uuid4()), reader.user_id, query.scope.collections, datetime.now(UTC))
    events = service.questions.asking.ask(query, lambda usage: service.history.charge(bill(usage)))
    async with aclosing(events):
        [answer] = [event async for event in events if isinstance(event, Answer)]
    began = time.perf_counter()
    predicted = service.escalation.predict(answer)
    service.metrics.prediction_seconds.observe(time.perf_counter() - began)
    return EscalationOut.of(predicted, answer.outcome)
