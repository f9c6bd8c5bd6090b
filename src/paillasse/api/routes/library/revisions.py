"""Revisions: which one answers, which may be one, and what changed between two."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from paillasse.access.types import Action, Role
from paillasse.api.deps import ActorOf, Readable, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.library.documents import EntryOut
from paillasse.api.schemas.library.revisions import ComparisonOut, Successor, SuggestionOut

_CONFLICT = documented(HTTPStatus.CONFLICT)

router = router("Documents", prefix="/api/v1/documents")


@router.get("/{document_id}/revisions")
@allows(Role.TECHNICIAN)
async def suggestions(document_id: str, service: ServiceOf, readable: Readable) -> list[SuggestionOut]:
    """What most likely is another revision of the same manual, and no person has put in order yet."""
    found = await service.library.revisions.suggestions(readable, document_id)
    return [SuggestionOut.of(each) for each in found]


@router.post("/{document_id}/supersede", responses=_CONFLICT)
@allows(Role.EXPERT)
async def supersede(
    document_id: str, body: Successor, service: ServiceOf, readable: Readable, actor: ActorOf
) -> EntryOut:
    """Have another document stand in the place of this one, which answers no more questions from now on.

    Gives the one that answers. This one stays: it can be looked at, compared, and reinstated.
    """
    new = await service.library.revisions.supersede(readable, document_id, body.by)
    await service.access.auditor.note(actor, Action.DOCUMENT_SUPERSEDE, f"{document_id}/{new.id}")
    return EntryOut.of(new)


@router.delete("/{document_id}/supersede", responses=_CONFLICT)
@allows(Role.EXPERT)
async def reinstate(document_id: str, service: ServiceOf, readable: Readable, actor: ActorOf) -> EntryOut:
    """Have this superseded document answer questions again, beside the one that superseded it."""
    document = await service.library.revisions.reinstate(readable, document_id)
    await service.access.auditor.note(actor, Action.DOCUMENT_REINSTATE, document_id)
    return EntryOut.of(document)


@router.get("/{document_id}/diff", responses=_CONFLICT)
@allows(Role.TECHNICIAN)
async def diff(
    document_id: str,
    other: Annotated[str, Query(alias="with", max_length=100, description="Id of the newer document.")],
    service: ServiceOf,
    readable: Readable,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="Sections passed over.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200, description="Sections at most.")] = 50,
) -> ComparisonOut:
    """What changed from this document to another, section by section, changed numbers first."""
    comparison = await service.library.revisions.compare(readable, document_id, other)
    affected = await service.history.count_citing(document_id)
    return ComparisonOut.of(document_id, other, comparison, slice(offset, offset + limit), affected)
