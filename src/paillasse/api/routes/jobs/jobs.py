"""Ingestion jobs: look, watch, cancel, try again. A job of a collection that one does not read is not there."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from paillasse.access.types import Action, Role
from paillasse.api.deps import ActorOf, Caller, Readable, ServiceOf, readable_still
from paillasse.api.pages import Behind, Limit
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented, told
from paillasse.api.routes.jobs.streams import Streams
from paillasse.api.schemas.jobs import JobOut, JobProgressOut, JobsOut
from paillasse.errors.root import PaillasseError
from paillasse.types.jobs import Job, JobState

router = router("Jobs", prefix="/api/v1/jobs")


async def _job(job_id: str, service: ServiceOf, readable: Readable) -> Job:
    return await service.board.get(job_id, readable.collections)


async def _place(request: Request, caller: Caller) -> AsyncGenerator[None]:
    streams: Streams = request.app.state.streams
    with streams.place(caller.user_id):
        yield


JobOf = Annotated[Job, Depends(_job)]
"""The job of the path, if it is in a collection that the caller reads."""


@router.get("")
@allows(Role.TECHNICIAN)
async def jobs(
    service: ServiceOf,
    readable: Readable,
    behind: Behind,
    limit: Limit = 20,
    state: Annotated[JobState | None, Query(description="Only jobs in this state.")] = None,
) -> JobsOut:
    """Jobs of the collections that one reads, the latest first; those that finished 30 days ago are forgotten."""
    found = await service.board.list(readable.collections, limit, state=state, behind=behind)
    return JobsOut.of(found, limit)


@router.get("/{job_id}")
@allows(Role.TECHNICIAN)
async def job(found: JobOf) -> JobOut:
    """Where a job stands."""
    return JobOut.of(found)


@router.get(
    "/{job_id}/events",
    response_class=EventSourceResponse,
    responses=documented(HTTPStatus.TOO_MANY_REQUESTS),
    dependencies=[Depends(_place)],
)
@allows(Role.TECHNICIAN)
async def events(found: JobOf, request: Request, service: ServiceOf) -> AsyncIterable[ServerSentEvent]:
    """The progress of a job as server-sent events, now and whenever it changed.

    Each is a `progress` event. The one whose `state` is `done`, `failed` or `cancelled` is the last: close the
    connection then, or a browser opens it again. One that ends before, as it does after ten minutes or when the server
    stops, is opened again. An `error` event is a problem; look again later.
    """
    streams: Streams = request.app.state.streams
    readable = readable_still(request, Role.TECHNICIAN)
    try:
        async with aclosing(streams.progress(found.id, service.board, readable)) as steps:
            async for progress in steps:
                yield ServerSentEvent(event="progress", data=JobProgressOut.of(progress))
    except PaillasseError as error:
        yield ServerSentEvent(event="error", data=told(error))


@router.post("/{job_id}/cancel")
@allows(Role.EXPERT)
async def cancel(found: JobOf, service: ServiceOf, actor: ActorOf) -> JobOut:
    """Cancel a job; one at work stops within a second or two, unless it is just being stored. Finished ones stay."""
    cancelled = await service.board.cancel(found.id)
    await service.access.auditor.note(actor, Action.JOB_CANCEL, found.id)
    return JobOut.of(cancelled)


@router.post("/{job_id}/retry", responses=documented(HTTPStatus.CONFLICT, HTTPStatus.GONE))
@allows(Role.EXPERT)
async def retry(found: JobOf, service: ServiceOf, actor: ActorOf) -> JobOut:
    """Queue a failed job again, while its file is kept: 7 days."""
    queued = await service.board.retry(found.id)
    await service.access.auditor.note(actor, Action.JOB_RETRY, found.id)
    return JobOut.of(queued)
