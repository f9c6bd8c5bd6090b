"""Looking things up in the manuals: passages, machines and codes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Path, Response

from paillasse.access.types import Role
from paillasse.api.deps import Address, Readable, ReaderOf, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.routes.asking.ask import limit_headers
from paillasse.api.schemas.library.lookup import CodeOut, MachineOut
from paillasse.api.schemas.library.search import FoundOut, SearchIn, SearchOut

_RESPONSES = documented(
    HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.GATEWAY_TIMEOUT
)

router = router("Look-up", prefix="/api/v1")


@router.post("/search", responses=_RESPONSES)
@allows(Role.TECHNICIAN)
async def search(
    body: SearchIn, response: Response, service: ServiceOf, reader: ReaderOf, address: Address
) -> SearchOut:
    """Passages of the manuals that one may read, best first: where to look, without an answer being written."""
    questions = service.questions
    response.headers.update(limit_headers(await questions.limits.enter_search(reader.user_id, address)))
    query = await questions.dialogue.query(body.asked(), reader)
    found = await questions.asking.search(query, body.limit)
    return SearchOut(passages=[FoundOut.of(each) for each in found])


@router.get("/equipment")
@allows(Role.TECHNICIAN)
async def equipment(service: ServiceOf, readable: Readable) -> list[MachineOut]:
    """The machines that the manuals one may read are about, by name."""
    return [MachineOut.of(machine) for machine in await service.library.shelf.machines(readable)]


@router.get("/codes/{code:path}")
@allows(Role.TECHNICIAN)
async def code(
    code: Annotated[str, Path(min_length=1, max_length=100, examples=["E-203"])], service: ServiceOf, readable: Readable
) -> CodeOut:
    """What the manuals say of an error code, part number or command, however it is written; and codes spelt alike."""
    return CodeOut.of(await service.library.codes.look_up(readable, code))
