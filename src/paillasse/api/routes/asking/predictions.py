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
from paillasse.prediction.escalation import EscalationModel
from paillasse.service import Service
from paillasse.types.answers import Answer
from paillasse.types.questions import Query

router = router("Questions", prefix="/api")

_RESPONSES = documented(HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.GATEWAY_TIMEOUT)


@router.post("/v1/predictions/escalation", responses=_RESPONSES)
@router.post("/predictions/escalation", include_in_schema=False)  # for who leaves the version to the server
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
    async with service.live.use() as services:
        model = services.escalation
    items = [await _predicted(service, model, query, reader) for query in queries]
    return EscalationsOut(model=model.version, items=items)


async def _predicted(service: Service, model: EscalationModel, query: Query, reader: Reader) -> EscalationOut:
    """What the model says of the answer, which may be from before it was in production, or not predicted at all."""
    bill = partial(Bill, str(uuid.uuid4()), reader.user_id, query.scope.collections, datetime.now(UTC))
    events = service.questions.asking.ask(query, lambda usage: service.history.charge(bill(usage)))
    async with aclosing(events):
        [answer] = [event async for event in events if isinstance(event, Answer)]
    predicted = answer.escalation
    if predicted is None or predicted.model != model.version:
        began = time.perf_counter()
        predicted = model.predict(answer)
        service.metrics.prediction_seconds.observe(time.perf_counter() - began)
    return EscalationOut.of(predicted, answer.outcome)
