"""Pages of documents: words, pictures with a quote highlighted, the file itself, and the copy it was read by."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request, Response

from paillasse.access.types import Role
from paillasse.api.deps import Readable, ServiceOf
from paillasse.api.etags import IfNoneMatch, etag, holds
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.routes.asking.streaming import unless_gone
from paillasse.api.routes.library.original import OriginalResponse
from paillasse.api.schemas.library.pages import PageOut, PictureQuery
from paillasse.language.text import printable
from paillasse.library.errors import UnsuitableRectangle
from paillasse.library.pages import OriginalFile, PictureOrder

_WEBP = "image/webp"
_KEPT = "private, no-cache"
"""Whoever reads it may keep it, and asks each time whether he still may read it; nobody in between keeps it."""
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {_WEBP: {}}, "description": "The picture."},
    304: {"description": "What is at hand is the latest."},
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {}, "application/octet-stream": {}}, "description": "The file."},
    206: {"description": "The part asked for with `Range`."},
    304: {"description": "What is at hand is the latest."},
    **documented(HTTPStatus.BAD_REQUEST, HTTPStatus.GONE, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE),
}

_COPY: dict[int | str, dict[str, Any]] = {
    **_FILE,
    200: {"content": {"application/pdf": {}}, "description": "The PDF."},
}

PageOf = Annotated[int, Path(ge=1, le=1_000_000, description="Physical page, from 1.")]

router = router("Documents", prefix="/api/v1/documents")


@router.get("/{document_id}/pages/{number}")
@allows(Role.TECHNICIAN)
async def page(document_id: str, number: PageOf, service: ServiceOf, readable: Readable) -> PageOut:
    """One page with its words and where they stand."""
    return PageOut.of(await service.library.pages.text(readable, document_id, number))


async def _order(
    document_id: str,
    number: PageOf,
    service: ServiceOf,
    readable: Readable,
    asked: Annotated[PictureQuery, Query()],
) -> PictureOrder:
    try:
        rectangles = asked.rectangles()
    except ValueError as error:
        raise UnsuitableRectangle("A rectangle is four numbers.") from error
    return await service.library.pages.order(readable, document_id, number, asked.width, rectangles)


@router.get("/{document_id}/pages/{number}/image", response_class=Response, responses=_PICTURE)
@allows(Role.TECHNICIAN)
async def image(
    order: Annotated[PictureOrder, Depends(_order)],
    request: Request,
    service: ServiceOf,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The picture of a page (WebP), with rectangles highlighted: those of a citation, for instance.

    Drawing stops when the client leaves.
    """
    headers = {"ETag": etag(order.version), "Cache-Control": _KEPT, "Vary": "Authorization"}
    if holds(if_none_match, order.version):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    drawn = await unless_gone(request, service.library.pages.draw(order))
    return Response(drawn, media_type=_WEBP, headers=headers) if isinstance(drawn, bytes) else drawn


@router.get("/{document_id}/file", response_class=OriginalResponse, responses=_FILE)
@allows(Role.TECHNICIAN)
async def file(document_id: str, service: ServiceOf, readable: Readable, if_none_match: IfNoneMatch = None) -> Response:
    """The file as it was ingested, whole or in parts (`Range`): a viewer shows a PDF before all of it is there.

    Whatever is no PDF is a download: nothing that a document says is run by a browser.
    """
    return _sent(await service.library.pages.file(readable, document_id), if_none_match)


@router.get("/{document_id}/reading-copy", response_class=Response, responses=_COPY)
@allows(Role.TECHNICIAN)
async def reading_copy(
    document_id: str, request: Request, service: ServiceOf, readable: Readable, if_none_match: IfNoneMatch = None
) -> Response:
    """The PDF whose pages answers cite: of a document in another format the copy it was read by, of a PDF its file."""
    pages = service.library.pages
    found = await pages.file(readable, document_id)
    if found.is_pdf:
        return _sent(found, if_none_match)
    version = f"{found.sha256}-copy"
    headers = {"ETag": etag(version), "Cache-Control": _KEPT, "Vary": "Authorization"}
    if holds(if_none_match, version):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    made = await unless_gone(request, pages.copy(found))
    return Response(made, media_type="application/pdf", headers=headers) if isinstance(made, bytes) else made


def _sent(found: OriginalFile, if_none_match: str | None) -> Response:
    headers = {"Cache-Control": _KEPT, "X-Content-Type-Options": "nosniff", "ETag": etag(found.sha256)}
    if holds(if_none_match, found.sha256):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return OriginalResponse(
        found.path,
        media_type="application/pdf" if found.is_pdf else "application/octet-stream",
        filename=printable(PurePath(found.filename).name),
        content_disposition_type="inline" if found.is_pdf else "attachment",
        headers=headers,
    )
