from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from access_stores import PASSWORD, Clock, access
from paillasse.access.errors import NotSignedIn, UserExists, WrongCredentials
from paillasse.access.types import COMMAND_LINE, Role
from paillasse.composition.accounts import Access, AccessStores
from paillasse.errors.root import InvalidConfiguration

HOME = "192.0.2.7"
CLAIMS: dict[str, Any] = {
    "iss": "https://id.example.org",
    "sub": "42",
    "preferred_username": "ada",
    "email": "ada@example.org",
    "email_verified": True,
}


async def test_the_first_sign_in_makes_a_technician_without_collections(everything: Access) -> None:
    ada = await everything.federation.user_of(CLAIMS, HOME)
    assert (ada.username, ada.email, ada.role, ada.hashed_password) == ("ada", "ada@example.org", Role.TECHNICIAN, "")
    assert await everything.membership.members("default") == []
    renamed = {**CLAIMS, "preferred_username": "lovelace", "email": "new@example.org"}
    assert await everything.federation.user_of(renamed, HOME) == ada
    pair = await everything.sessions.start(ada)
    assert pair.refresh_token
    with pytest.raises(WrongCredentials):
        await everything.sessions.sign_in("ada", "", HOME)
    assert len([entry for entry in await everything.audit.list(9) if entry.target == ada.id]) == 2


async def test_what_newcomers_get_is_configured(stores: AccessStores, clock: Clock, tmp_path: Path) -> None:
    everything = access(stores, clock, tmp_path, oidc_role="expert", oidc_collections=" default, ")
    ada = await everything.federation.user_of(CLAIMS, HOME)
    assert ada.role is Role.EXPERT
    assert await everything.membership.members("default") == [ada]
    misspelt = access(stores, clock, tmp_path, oidc_collections="default,defualt")
    with pytest.raises(InvalidConfiguration, match="defualt"):
        await misspelt.federation.user_of({**CLAIMS, "sub": "43"}, HOME)
    assert await everything.accounts.list() == [ada]


async def test_no_account_is_taken_over_by_its_address(everything: Access) -> None:
    await everything.accounts.create(COMMAND_LINE, "root", "ada@example.org", PASSWORD, Role.ADMIN)
    with pytest.raises(UserExists):
        await everything.federation.user_of(CLAIMS, HOME)
    with pytest.raises(UserExists):
        await everything.federation.user_of({**CLAIMS, "email": "", "preferred_username": "ROOT"}, HOME)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
async def test_an_address_that_was_not_verified_is_left_out(everything: Access, verified: object) -> None:
    ada = await everything.federation.user_of({**CLAIMS, "email_verified": verified}, HOME)
    assert ada.email == ""


@pytest.mark.parametrize(
    ("claims", "username"),
    [
        ({"preferred_username": "ada@corp.example.org"}, "ada"),
        ({"preferred_username": "CORP\\ada lovelace"}, "CORP-ada-lovelace"),
        ({"preferred_username": None}, "ada"),
        ({"preferred_username": None, "email": None}, "42"),
        ({"preferred_username": "…"}, "user"),
        ({"preferred_username": "x" * 100}, "x" * 64),
    ],
)
async def test_user_names(everything: Access, claims: dict[str, object], username: str) -> None:
    assert (await everything.federation.user_of({**CLAIMS, **claims}, HOME)).username == username


@pytest.mark.parametrize("claims", [{"sub": None}, {"sub": ""}, {"sub": 42}, {"iss": None}, {"iss": ["x"]}])
async def test_claims_that_name_nobody(everything: Access, claims: dict[str, object]) -> None:
    with pytest.raises(NotSignedIn):
        await everything.federation.user_of({**CLAIMS, **claims}, HOME)


async def test_a_suspended_user_stays_out(everything: Access) -> None:
    ada = await everything.federation.user_of(CLAIMS, HOME)
    suspended = await everything.accounts.suspend(COMMAND_LINE, ada.id)
    with pytest.raises(NotSignedIn):
        await everything.federation.user_of(CLAIMS, HOME)
    with pytest.raises(NotSignedIn):
        await everything.sessions.start(suspended)
