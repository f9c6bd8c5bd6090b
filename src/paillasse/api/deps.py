"""What endpoints ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from paillasse.access.types import Actor, Identity
from paillasse.history.types import Reader
from paillasse.service import Service
from paillasse.types import Scope


async def _service(request: Request) -> Service:
    return request.app.state.service


ServiceOf = Annotated[Service, Depends(_service)]


async def _caller(request: Request) -> Identity:
    identity: Identity | None = request.state.identity
    if identity is None:
        raise TypeError("A public endpoint does not know who is asking.")
    return identity


Caller = Annotated[Identity, Depends(_caller)]
"""Who is asking: the policy of the route has admitted him."""


async def _readable(caller: Caller, service: ServiceOf) -> Scope:
    return await service.access.membership.scope_of(caller)


Readable = Annotated[Scope, Depends(_readable)]
"""What he may read now."""


async def _reader(caller: Caller, readable: Readable) -> Reader:
    return Reader.of(caller, readable)


ReaderOf = Annotated[Reader, Depends(_reader)]
"""The same two as history wants them."""


async def _address(request: Request) -> str:
    return request.client.host if request.client else ""


Address = Annotated[str, Depends(_address)]
"""IP address of who is asking, as the nearest trusted proxy says; empty where there is none."""


async def _actor(caller: Caller, address: Address) -> Actor:
    return Actor(caller.user_id, address)


ActorOf = Annotated[Actor, Depends(_actor)]
"""The same two as the audit log wants them."""
