"""Documents: lists, one of them, and what experts change about them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from paillasse.access.types import Action, Role
from paillasse.api.deps import ActorOf, Readable, ServiceOf
from paillasse.api.etags import IfNoneMatch, VersionsOf, etag, holds
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.jobs import JobOut
from paillasse.api.schemas.library.documents import (
    Corrections,
    CoverageOut,
    DocumentsOut,
    EntryOut,
    FacetsOut,
    FilterQuery,
    HeadingOut,
    ListQuery,
)
from paillasse.api.schemas.library.lookup import CodeIndexOut
from paillasse.library.shelf.shelf import Window, version_of

_UNCHANGED: dict[int | str, dict[str, str]] = {304: {"description": "What is at hand is the latest."}}

router = router("Documents", prefix="/api/v1/documents")


@router.get("")
@allows(Role.TECHNICIAN)
async def documents(service: ServiceOf, readable: Readable, asked: Annotated[ListQuery, Query()]) -> DocumentsOut:
    """Documents of the collections that one reads: filtered, sorted, part by part."""
    window = Window(asked.offset, asked.limit)
    shelf = service.library.shelf
    return DocumentsOut.of(await shelf.list(readable, asked.filter(), window, asked.sort, descending=asked.descending))


@router.get("/facets")
@allows(Role.TECHNICIAN)
async def facets(service: ServiceOf, readable: Readable, asked: Annotated[FilterQuery, Query()]) -> FacetsOut:
    """What such a list can be narrowed by, with counts."""
    return FacetsOut.of(await service.library.shelf.facets(readable, asked.filter()))


@router.get("/{document_id}", response_model=EntryOut, responses=_UNCHANGED)
@allows(Role.TECHNICIAN)
async def document(
    document_id: str, service: ServiceOf, readable: Readable, response: Response, if_none_match: IfNoneMatch = None
) -> EntryOut | Response:
    """One document, current or superseded. Send its `ETag` back as `If-Match` to correct this version of it."""
    found = await service.library.shelf.get(readable, document_id)
    version = version_of(found)
    if holds(if_none_match, version):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag(version)})
    response.headers["ETag"] = etag(version)
    return EntryOut.of(found)


@router.patch("/{document_id}", responses=documented(HTTPStatus.PRECONDITION_FAILED))
@allows(Role.EXPERT)
async def correct(
    document_id: str,
    body: Corrections,
    service: ServiceOf,
    readable: Readable,
    actor: ActorOf,
    versions: VersionsOf,
) -> EntryOut:
    """Correct what was guessed about a document. The next question sees it; nothing has to be read again."""
    corrected = await service.library.shelf.correct(readable, document_id, body.changes(), versions.expected)
    await service.access.auditor.note(actor, Action.DOCUMENT_CORRECT, document_id)
    versions.became(version_of(corrected))
    return EntryOut.of(corrected)


@router.delete("/{document_id}", status_code=HTTPStatus.NO_CONTENT)
@allows(Role.EXPERT)
async def remove(document_id: str, service: ServiceOf, readable: Readable, actor: ActorOf) -> None:
    """Remove a document for good, with index entries and pictures, and its file unless another one has the same."""
    await service.library.shelf.remove(readable, document_id)
    await service.idempotency.forget_all()
    await service.access.auditor.note(actor, Action.DOCUMENT_REMOVE, document_id)


@router.get("/{document_id}/coverage")
@allows(Role.TECHNICIAN)
async def coverage(document_id: str, service: ServiceOf, readable: Readable) -> CoverageOut:
    """What was read of a document, page by page, and what could not be."""
    return CoverageOut.of((await service.library.shelf.get(readable, document_id)).coverage)


@router.get("/{document_id}/outline")
@allows(Role.TECHNICIAN)
async def outline(document_id: str, service: ServiceOf, readable: Readable) -> list[HeadingOut]:
    """The headings of a document with their pages."""
    return [HeadingOut.of(each) for each in await service.library.shelf.outline(readable, document_id)]


@router.get("/{document_id}/codes")
@allows(Role.TECHNICIAN)
async def codes(
    document_id: str,
    service: ServiceOf,
    readable: Readable,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> CodeIndexOut:
    """The error codes, part numbers and commands that a document defines, as an index lists them."""
    return CodeIndexOut.of(await service.library.codes.index(readable, document_id, Window(offset, limit)))


@router.post("/{document_id}/reingest", status_code=HTTPStatus.ACCEPTED, responses=documented(HTTPStatus.GONE))
@allows(Role.EXPERT)
async def reingest(
    document_id: str, service: ServiceOf, readable: Readable, actor: ActorOf, response: Response
) -> JobOut:
    """Have the stored file read again, as files are read now; `Location` names the job.

    Until it is done, the document answers as it is. Corrections and its place among revisions are kept.
    """
    job = await service.library.shelf.reingest(readable, document_id, actor.user_id)
    await service.access.auditor.note(actor, Action.DOCUMENT_REINGEST, document_id)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return JobOut.of(job)
