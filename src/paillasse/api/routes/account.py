"""Oneself: who one is, what one may read, and one's API keys."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from fastapi import Response

from paillasse.access.types import Role
from paillasse.api.deps import Address, Caller, Readable, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.schemas.accounts import Key, MadeKey, Me, NewKey

router = router("Account", prefix="/api/v1/me")


@router.get("")
@allows(Role.TECHNICIAN)
async def me(caller: Caller, readable: Readable) -> Me:
    """Who is asking, and what he may read."""
    return Me(
        user_id=caller.user_id,
        username=caller.username,
        role=caller.role,
        collections=list(readable.collections),
        by_key=bool(caller.key_id),
    )


@router.get("/keys")
@allows(Role.TECHNICIAN)
async def keys(caller: Caller, service: ServiceOf) -> list[Key]:
    """One's API keys, revoked and expired ones included, the latest first."""
    return [Key.of(key) for key in await service.access.keys.list(caller.user_id)]


@router.post("/keys", status_code=HTTPStatus.CREATED)
@allows(Role.TECHNICIAN)
async def make_key(body: NewKey, caller: Caller, response: Response, service: ServiceOf, address: Address) -> MadeKey:
    """Make an API key for a machine. Its secret is shown this once."""
    response.headers["Cache-Control"] = "no-store"
    key, secret = await service.access.keys.create(
        caller, address, body.name, body.role, body.collections, timedelta(days=body.days)
    )
    return MadeKey(key=Key.of(key), secret=secret)


@router.delete("/keys/{key_id}", status_code=HTTPStatus.NO_CONTENT)
@allows(Role.TECHNICIAN)
async def revoke_key(key_id: str, caller: Caller, service: ServiceOf, address: Address) -> None:
    """End an API key at once."""
    await service.access.keys.revoke(caller, address, key_id)
