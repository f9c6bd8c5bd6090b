"""Looking things up in the manuals: machines and codes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from paillasse.access.types import Role
from paillasse.api.deps import Readable, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.schemas.library.lookup import CodeOut, MachineOut

router = router("Look-up", prefix="/api/v1")


@router.get("/equipment")
@allows(Role.TECHNICIAN)
async def equipment(service: ServiceOf, readable: Readable) -> list[MachineOut]:
    """The machines that the manuals one may read are about, by name."""
    return [MachineOut.of(machine) for machine in await service.library.shelf.machines(readable)]


@router.get("/codes/{code}")
@allows(Role.TECHNICIAN)
async def code(
    code: Annotated[str, Path(min_length=1, max_length=100, examples=["E-203"])], service: ServiceOf, readable: Readable
) -> CodeOut:
    """What the manuals say of an error code, part number or command, however it is written; and codes spelt alike."""
    return CodeOut.of(await service.library.codes.look_up(readable, code))
