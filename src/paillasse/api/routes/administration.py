"""Users, collections and the audit log, for administrators."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from paillasse.access.types import Action, Role
from paillasse.api.deps import ActorOf, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.accounts import (
    AuditOut,
    CollectionOut,
    NewCollection,
    NewUser,
    PasswordReset,
    UserChange,
    UserOut,
)

router = router("Administration", prefix="/api/v1/admin")


@router.get("/users")
@allows(Role.ADMIN)
async def users(service: ServiceOf) -> list[UserOut]:
    """Every user, by user name."""
    return [UserOut.of(user) for user in await service.access.accounts.list()]


@router.post("/users", status_code=HTTPStatus.CREATED, responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
@allows(Role.ADMIN)
async def create_user(body: NewUser, service: ServiceOf, actor: ActorOf) -> UserOut:
    """Make a user, and a member of the collections named."""
    access = service.access
    for name in body.collections:
        await access.membership.members(name)  # finds a missing one before there is a user
    user = await access.accounts.create(actor, body.username, body.email, body.password, body.role)
    for name in body.collections:
        await access.membership.add_member(actor, name, user.id)
    return UserOut.of(user)


@router.patch("/users/{user_id}", responses=documented(HTTPStatus.CONFLICT))
@allows(Role.ADMIN)
async def change_user(user_id: str, body: UserChange, service: ServiceOf, actor: ActorOf) -> UserOut:
    """Give a user another role, suspend him, or lift a suspension; a lower role and a suspension hold at once."""
    accounts = service.access.accounts
    user = await accounts.get(user_id)
    if body.role is not None:
        user = await accounts.set_role(actor, user_id, body.role)
    if body.suspended is not None:
        user = await (accounts.suspend if body.suspended else accounts.restore)(actor, user_id)
    return UserOut.of(user)


@router.delete("/users/{user_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(HTTPStatus.CONFLICT))
@allows(Role.ADMIN)
async def remove_user(user_id: str, service: ServiceOf, actor: ActorOf) -> None:
    """Remove an account for good, with its conversations, its feedback and its API keys."""
    await service.access.accounts.remove(actor, user_id)


@router.put("/users/{user_id}/password", status_code=HTTPStatus.NO_CONTENT)
@allows(Role.ADMIN)
async def reset_password(user_id: str, body: PasswordReset, service: ServiceOf, actor: ActorOf) -> None:
    """Give a user a new password; ends every session of his."""
    accounts = service.access.accounts
    await accounts.reset_password(actor, await accounts.get(user_id), body.password)


@router.get("/collections")
@allows(Role.ADMIN)
async def collections(service: ServiceOf) -> list[CollectionOut]:
    """Every collection, by name."""
    return [CollectionOut.of(each) for each in await service.access.membership.list()]


@router.post("/collections", status_code=HTTPStatus.CREATED, responses=documented(HTTPStatus.CONFLICT))
@allows(Role.ADMIN)
async def create_collection(body: NewCollection, service: ServiceOf, actor: ActorOf) -> CollectionOut:
    """Make a collection; it has no members yet."""
    return CollectionOut.of(await service.access.membership.create(actor, body.name, body.title))


@router.get("/collections/{name}/members")
@allows(Role.ADMIN)
async def members(name: str, service: ServiceOf) -> list[UserOut]:
    """Who may read a collection, by user name."""
    return [UserOut.of(user) for user in await service.access.membership.members(name)]


@router.put("/collections/{name}/members/{user_id}", status_code=HTTPStatus.NO_CONTENT)
@allows(Role.ADMIN)
async def add_member(name: str, user_id: str, service: ServiceOf, actor: ActorOf) -> None:
    """Make a user a member."""
    await service.access.membership.add_member(actor, name, user_id)


@router.delete("/collections/{name}/members/{user_id}", status_code=HTTPStatus.NO_CONTENT)
@allows(Role.ADMIN)
async def remove_member(name: str, user_id: str, service: ServiceOf, actor: ActorOf) -> None:
    """End a membership."""
    await service.access.membership.remove_member(actor, name, user_id)


@router.get("/audit")
@allows(Role.ADMIN)
async def audit(
    service: ServiceOf,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="Entries before that of this number.")] = None,
    action: Action | None = None,
    user: Annotated[str | None, Query(max_length=64, description="Id of who did it, or whom it was done to.")] = None,
) -> list[AuditOut]:
    """The audit log, the newest first."""
    return [AuditOut.of(entry) for entry in await service.access.audit.list(limit, before, action, user)]
