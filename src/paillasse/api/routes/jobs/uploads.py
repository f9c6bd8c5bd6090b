"""Sending a manual: its bytes go to disk as they come, and never as a whole through memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Query, Request, Response
from starlette.requests import ClientDisconnect

from paillasse.access.errors import CollectionNotFound
from paillasse.access.types import Action, Role
from paillasse.api.deps import ActorOf, Readable, ServiceOf, readable_still
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.routes.jobs.form import UploadForm
from paillasse.api.schemas.jobs import JobOut, UploadLimitsOut, UploadQuery
from paillasse.errors.jobs import UploadInterrupted, UploadMalformed
from paillasse.errors.manuals import FileTooLarge, UnsupportedFormat
from paillasse.service import Service
from paillasse.types.questions import Scope

_FORM = "multipart/form-data"
_BYTES = frozenset(
    {
        "application/octet-stream",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/html",
        "text/markdown",
        "text/plain",
    }
)
"""What a file that is sent alone may be called; what it is, its first bytes say."""
_SILENT_SECONDS = 60.0
"""A sender from whom nothing comes for so long has left."""
_BOUNDED_ELSEWHERE = 1 << 60
"""The application's limit is for requests that are read whole; a file has that of the settings."""
_AROUND = 64 << 10
"""Bytes of a form beside its file, at most."""

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "collection": {"type": "string", "examples": ["default"]},
                        "file": {"type": "string", "format": "binary"},
                    },
                }
            },
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(_BYTES)},
        },
    }
}
_REFUSALS = documented(
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.INSUFFICIENT_STORAGE,
)

router = router("Documents", prefix="/api/v1/documents")


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    responses=_REFUSALS,
    openapi_extra=_BODY,
    max_body_size=_BOUNDED_ELSEWHERE,
)
@allows(Role.EXPERT, streams=True)
async def upload(
    request: Request,
    response: Response,
    service: ServiceOf,
    readable: Readable,
    actor: ActorOf,
    said: Annotated[UploadQuery, Query()],
) -> JobOut:
    """Send a manual: PDF, DOCX, HTML, Markdown or text, up to the limit of the settings (200 MB).

    One file per request: as a form, with the field `collection` before the field `file` unless it is in the query, or
    as the bytes alone, with `collection` and `filename` in the query. Once this answers, the file is on disk for good,
    and `Location` names the job that makes a document of it. The same content again, while it is under way or when it
    is a document already, becomes no second document.
    """
    _refuse_large(request, _most_bytes(service))
    collection, filename = said.collection, said.filename
    readable_now = readable_still(request, Role.EXPERT)
    kind, arriving = request.headers.get("content-type", ""), _arriving(request, service.settings.upload_seconds)
    media_type = kind.partition(";")[0].strip().lower()
    if media_type == _FORM:
        form = UploadForm(kind, arriving)
        if collection:
            _require_member(collection, readable.collections)
        await form.begin()
        collection, filename = collection or form.fields.get("collection", ""), filename or form.filename
        blocks = form.blocks()
    elif media_type in _BYTES:
        blocks = arriving
    else:
        raise UnsupportedFormat("That is no type of an upload.", hint=UploadMalformed.hint)
    _require_member(collection, readable.collections)
    allowed = _while_allowed(blocks, collection, readable_now)
    job = await service.board.submit(allowed, filename, collection, actor.user_id)
    await service.access.auditor.note(actor, Action.UPLOAD, job.id)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return JobOut.of(job)


@router.get("/limits")
@allows(Role.EXPERT)
async def limits(service: ServiceOf) -> UploadLimitsOut:
    """How large a file may be: a refusal in the middle of an upload often does not reach its sender."""
    return UploadLimitsOut(max_bytes=_most_bytes(service))


def _most_bytes(service: Service) -> int:
    return service.settings.max_file_mb << 20


def _refuse_large(request: Request, most: int) -> None:
    """Before a byte of it is read, where the sender says how much it is."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most + _AROUND:
        raise FileTooLarge(f"The file is larger than {most >> 20} MiB.")


def _require_member(collection: str, collections: tuple[str, ...]) -> None:
    if not collection:
        raise UploadMalformed("The request does not say which collection the document is for.")
    if collection not in collections:
        raise CollectionNotFound("There is no such collection, or you are no member of it.")


async def _while_allowed(
    blocks: AsyncIterable[bytes], collection: str, readable: Callable[[], Awaitable[Scope]]
) -> AsyncGenerator[bytes]:
    """The file, if its sender may still send it when the last of it has come: that may take a while."""
    async for block in blocks:
        yield block
    _require_member(collection, (await readable()).collections)


async def _arriving(request: Request, seconds: float) -> AsyncGenerator[bytes]:
    stream, clock = request.stream(), asyncio.get_running_loop().time
    ends = clock() + seconds
    try:
        while True:
            async with asyncio.timeout_at(min(ends, clock() + _SILENT_SECONDS)):
                block = await anext(stream, b"")
            if not block:
                return
            yield block
    except ClientDisconnect as error:
        raise UploadInterrupted("The connection ended before the file was whole.") from error
    except TimeoutError as error:
        late = clock() >= ends
        said = f"It took longer than {seconds:.0f} s." if late else f"Nothing came for {_SILENT_SECONDS:.0f} s."
        raise UploadInterrupted(said) from error
