"""What endpoints ask for."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from paillasse.access.membership import require
from paillasse.access.types import Actor, Identity, Role
from paillasse.api.policy import bearer
from paillasse.history.types import Reader
from paillasse.service import Service
from paillasse.types.questions import Scope


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


def readable_still(request: Request, role: Role) -> Callable[[], Awaitable[Scope]]:
    """Made when a request begins that lasts: gives what its caller may read whenever it is asked.

    Whoever is suspended or loses a collection meanwhile has lost it for what is under way too. That an access token
    expires does not end a request that began before.

    Args:
        request: which.
        role: the least that it takes.

    Returns:
        What to ask. It raises `NotSignedIn` and `Forbidden`.
    """
    service: Service = request.app.state.service
    address = request.client.host if request.client else ""
    token, began = bearer(request), time.monotonic()

    async def scope() -> Scope:
        under_way = timedelta(seconds=time.monotonic() - began)
        identity = await service.access.identify(token, address, under_way)
        require(identity, role)
        return await service.access.membership.scope_of(identity)

    return scope


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
