from __future__ import annotations

from datetime import timedelta

import pytest

from access_stores import PASSWORD, Clock
from paillasse.access.errors import (
    LastAdministrator,
    NotSignedIn,
    SetupRefused,
    UnsuitableName,
    UnsuitablePassword,
    UserExists,
    UserNotFound,
    WrongCredentials,
)
from paillasse.access.types import COMMAND_LINE, Action, Actor, Identity, Role, User
from paillasse.composition.accounts import Access

HOME = "192.0.2.7"


async def create(everything: Access, name: str, role: Role = Role.TECHNICIAN) -> User:
    return await everything.accounts.create(COMMAND_LINE, name, f"{name}@example.org", PASSWORD, role)


async def test_a_new_user_may_read_nothing_yet(everything: Access) -> None:
    made = await create(everything, "Ada")
    assert await everything.accounts.find("ada") == made
    assert (made.username, made.role, made.suspended, made.token_generation) == ("Ada", Role.TECHNICIAN, False, 0)
    assert PASSWORD not in repr(made)
    assert [one.name for one in await everything.membership.list()] == ["default"]
    assert await everything.membership.members("default") == []


@pytest.mark.parametrize("name", ["", "-ada", "ada-", "a b", "ada@home", "x" * 65, "a\nb", "a\0b", "../ada", "_"])
async def test_names_that_cannot_be(everything: Access, name: str) -> None:
    with pytest.raises(UnsuitableName):
        await everything.accounts.create(COMMAND_LINE, name, "ada@example.org", PASSWORD, Role.TECHNICIAN)


@pytest.mark.parametrize("name", ["a", "Ada.Lovelace", "x" * 64, "é_1-2"])
async def test_names_that_can_be(everything: Access, name: str) -> None:
    made = await everything.accounts.create(COMMAND_LINE, name, "ada@example.org", PASSWORD, Role.TECHNICIAN)
    assert made.username == name


@pytest.mark.parametrize("email", ["", "ada", "@example.org", "ada@", "a da@example.org", "a@b@c", "a@" + "x" * 190])
async def test_addresses_that_cannot_be(everything: Access, email: str) -> None:
    with pytest.raises(UnsuitableName):
        await everything.accounts.create(COMMAND_LINE, "ada", email, PASSWORD, Role.TECHNICIAN)


async def test_a_password_is_looked_at(everything: Access) -> None:
    with pytest.raises(UnsuitablePassword):
        await everything.accounts.create(COMMAND_LINE, "ada", "a@example.org", "short", Role.TECHNICIAN)
    assert await everything.accounts.list() == []


async def test_names_are_taken_once(everything: Access) -> None:
    await create(everything, "ada")
    with pytest.raises(UserExists):
        await create(everything, "ADA")


async def test_the_first_administrator_comes_with_a_token(everything: Access, clock: Clock) -> None:
    expired = await everything.accounts.setup_token()
    clock.pass_by(hours=24)
    token = await everything.accounts.setup_token()
    assert token
    assert expired
    for wrong in ("", "guess", expired):
        with pytest.raises(SetupRefused):
            await everything.accounts.set_up(wrong, "ada", "ada@example.org", PASSWORD, HOME)
    with pytest.raises(UnsuitablePassword):
        await everything.accounts.set_up(token, "ada", "ada@example.org", "short", HOME)
    ada = await everything.accounts.set_up(token, "ada", "ada@example.org", PASSWORD, HOME)
    assert ada.role is Role.ADMIN
    assert await everything.membership.members("default") == [ada]
    with pytest.raises(SetupRefused):
        await everything.accounts.set_up(token, "eve", "eve@example.org", PASSWORD, HOME)
    assert await everything.accounts.setup_token() is None
    assert await everything.accounts.list() == [ada]


async def test_no_token_is_made_once_there_is_a_user(everything: Access) -> None:
    token = await everything.accounts.setup_token()
    assert token
    await create(everything, "ada")
    with pytest.raises(SetupRefused):
        await everything.accounts.set_up(token, "eve", "eve@example.org", PASSWORD, HOME)
    assert await everything.accounts.setup_token() is None


async def test_a_reset_password(everything: Access) -> None:
    ada = await create(everything, "ada")
    with pytest.raises(UnsuitablePassword):
        await everything.accounts.reset_password(COMMAND_LINE, ada, "ada@example.org")
    await everything.accounts.reset_password(COMMAND_LINE, ada, "a new long password")
    assert await everything.sessions.sign_in("ada", "a new long password", HOME)
    with pytest.raises(UserNotFound):
        await everything.accounts.reset_password(
            COMMAND_LINE, User("x", "x", "", "", Role.ADMIN, False, ada.created_at), PASSWORD
        )


async def test_who_is_removed_is_out_at_once(everything: Access) -> None:
    ada = await create(everything, "ada")
    pair = await everything.sessions.sign_in("ada", PASSWORD, HOME)
    identity = Identity(ada.id, "ada", Role.TECHNICIAN)
    await everything.membership.add_member(COMMAND_LINE, "default", ada.id)
    _, key = await everything.keys.create(identity, HOME, "LIMS", Role.TECHNICIAN, ["default"], timedelta(days=1))
    await everything.accounts.remove(COMMAND_LINE, ada.id)
    with pytest.raises(NotSignedIn):
        await everything.identify(key)
    with pytest.raises(NotSignedIn):
        await everything.sessions.refresh(pair.refresh_token, HOME)
    with pytest.raises(WrongCredentials):
        await everything.sessions.sign_in("ada", PASSWORD, HOME)
    removed = await everything.audit.list(1, action=Action.USER_REMOVE)
    assert [entry.target for entry in removed] == [ada.id]


async def test_the_last_administrator_stays(everything: Access) -> None:
    ada = await create(everything, "ada", Role.ADMIN)
    with pytest.raises(LastAdministrator):
        await everything.accounts.suspend(COMMAND_LINE, ada.id)
    with pytest.raises(LastAdministrator):
        await everything.accounts.set_role(COMMAND_LINE, ada.id, Role.EXPERT)
    with pytest.raises(LastAdministrator):
        await everything.accounts.remove(COMMAND_LINE, ada.id)
    assert [entry.action for entry in await everything.audit.list(9)] == [Action.USER_CREATE]


async def test_nobody(everything: Access) -> None:
    with pytest.raises(UserNotFound):
        await everything.accounts.find("nobody")
    with pytest.raises(UserNotFound):
        await everything.accounts.restore(COMMAND_LINE, "nobody")


async def test_everything_is_written_down_by_id(everything: Access) -> None:
    ada = await create(everything, "ada")
    by = Actor("root-id", "2001:db8:1:2::3")
    await everything.accounts.set_role(by, ada.id, Role.EXPERT)
    await everything.accounts.suspend(by, ada.id)
    await everything.accounts.restore(by, ada.id)
    await everything.accounts.reset_password(by, ada, "a new long password")
    entries = (await everything.audit.list(9))[::-1]
    assert [(entry.action, entry.outcome) for entry in entries] == [
        (Action.USER_CREATE, "done"),
        (Action.ROLE_CHANGE, "expert"),
        (Action.SUSPEND, "done"),
        (Action.RESTORE, "done"),
        (Action.PASSWORD_RESET, "done"),
    ]
    assert {(entry.actor, entry.network) for entry in entries[1:]} == {("root-id", "2001:db8:1::/48")}
    assert (entries[0].actor, entries[0].network) == ("command-line", "")
    assert {entry.target for entry in entries} == {ada.id}
    assert "ada@" not in repr(entries)
