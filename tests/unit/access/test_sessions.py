from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from access_stores import PASSWORD, SECRET, Clock, access
from paillasse.access.credentials.limits import PER_ACCOUNT
from paillasse.access.credentials.passwords import Passwords
from paillasse.access.credentials.rotation import GRACE, REFRESH_LIFE
from paillasse.access.errors import (
    NotSignedIn,
    RefreshSuperseded,
    TooManyAttempts,
    UnsuitablePassword,
    WrongCredentials,
)
from paillasse.access.types import COMMAND_LINE, Action, Identity, Role, TokenPair, User
from paillasse.composition.accounts import Access, AccessStores, access_over
from paillasse.settings import Settings

HOME = "192.0.2.7"
NEW = "another long password"
LATER = GRACE.total_seconds() + 1


@pytest.fixture
def clock() -> Clock:
    """The real time: access tokens are verified by the machine's own clock."""
    return Clock(datetime.now(UTC))


@pytest.fixture
async def ada(everything: Access) -> User:
    await everything.accounts.create(COMMAND_LINE, "root", "root@example.org", PASSWORD, Role.ADMIN)
    return await everything.accounts.create(COMMAND_LINE, "ada", "ada@example.org", PASSWORD, Role.EXPERT)


@pytest.fixture
async def pair(everything: Access, ada: User) -> TokenPair:
    return await everything.sessions.sign_in("ada", PASSWORD, HOME)


async def signed_out(everything: Access, pair: TokenPair) -> bool:
    """Whether neither of the two tokens is good any more."""
    with pytest.raises(NotSignedIn):
        await everything.identify(pair.access_token)
    with pytest.raises(NotSignedIn):
        await everything.sessions.refresh(pair.refresh_token, HOME)
    return True


async def test_signing_in_by_either_name(everything: Access, ada: User) -> None:
    for name in ("ada", "ADA", "Ada@Example.org"):
        pair = await everything.sessions.sign_in(name, PASSWORD, HOME)
        assert await everything.identify(pair.access_token) == Identity(ada.id, "ada", Role.EXPERT)
        assert pair.expires_in == 900
    newest = (await everything.audit.list(1))[0]
    assert (newest.actor, newest.action, newest.target) == (ada.id, Action.SIGN_IN, ada.id)
    assert (newest.network, newest.outcome) == ("192.0.2.0/24", "done")


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("nobody", PASSWORD), ("", ""), ("ada", "")])
async def test_what_is_wrong_is_not_said(everything: Access, ada: User, name: str, password: str) -> None:
    with pytest.raises(WrongCredentials) as refused:
        await everything.sessions.sign_in(name, password, HOME)
    assert str(refused.value) == "The name or the password is wrong."
    newest = (await everything.audit.list(1))[0]
    assert (newest.actor, newest.outcome) == ("", "wrong_credentials")
    assert newest.target == (ada.id if name == "ada" else "")


async def test_guessing_is_stopped_also_under_the_other_name_and_all_at_once(everything: Access, ada: User) -> None:
    names = ["ada", "ada@example.org"] * PER_ACCOUNT
    guesses = (everything.sessions.sign_in(name, "wrong", f"198.51.100.{i}") for i, name in enumerate(names))
    ended = [type(one) for one in await asyncio.gather(*guesses, return_exceptions=True)]
    assert ended.count(WrongCredentials) == ended.count(TooManyAttempts) == PER_ACCOUNT
    with pytest.raises(TooManyAttempts) as refused:
        await everything.sessions.sign_in("ada", PASSWORD, HOME)
    assert 0 < refused.value.retry_after <= 900
    outcomes = [entry.outcome for entry in await everything.audit.list(2 * PER_ACCOUNT)]
    assert outcomes.count("too_many_attempts") == 1


async def test_of_a_limit_it_is_written_down_once_that_it_was_reached(everything: Access, ada: User) -> None:
    for _ in range(PER_ACCOUNT):
        with pytest.raises(WrongCredentials):
            await everything.sessions.sign_in("ada", "wrong", HOME)
    for _ in range(5):
        with pytest.raises(TooManyAttempts):
            await everything.sessions.sign_in("ada", "wrong", HOME)
    outcomes = [entry.outcome for entry in await everything.audit.list(PER_ACCOUNT + 1)]
    assert outcomes == ["too_many_attempts"] + ["wrong_credentials"] * PER_ACCOUNT


async def test_a_weak_hash_is_replaced_at_the_next_sign_in(
    everything: Access, stores: AccessStores, ada: User, tmp_path: Path
) -> None:
    old = await everything.sessions.sign_in("ada", PASSWORD, HOME)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    upgraded = access_over(stores, stronger, Settings(home=tmp_path, jwt_secret=SECRET, _env_file=None))  # type: ignore[arg-type]
    await upgraded.sessions.sign_in("ada", PASSWORD, HOME)
    kept = await stores.users.get(ada.id)
    assert kept is not None
    assert "m=16,t=2" in kept.hashed_password
    await upgraded.sessions.sign_in("ada", PASSWORD, HOME)
    assert await everything.identify(old.access_token)


async def test_refreshing(everything: Access, ada: User, pair: TokenPair, clock: Clock) -> None:
    for _ in range(2):
        clock.pass_by(seconds=LATER)
        refreshed = await everything.sessions.refresh(pair.refresh_token, HOME)
        assert refreshed.refresh_token != pair.refresh_token
        assert (await everything.identify(refreshed.access_token)).user_id == ada.id
        pair = refreshed


async def test_a_copied_token_ends_the_session_for_thief_and_owner(
    everything: Access, ada: User, pair: TokenPair, clock: Clock
) -> None:
    stolen = await everything.sessions.refresh(pair.refresh_token, "203.0.113.9")
    clock.pass_by(seconds=LATER)
    with pytest.raises(NotSignedIn) as refused:
        await everything.sessions.refresh(pair.refresh_token, HOME)
    assert not isinstance(refused.value, RefreshSuperseded)
    with pytest.raises(NotSignedIn):
        await everything.sessions.refresh(stolen.refresh_token, "203.0.113.9")
    newest = (await everything.audit.list(1))[0]
    assert (newest.action, newest.target, newest.outcome) == (Action.TOKEN_REUSE, ada.id, "revoked")


async def test_two_tabs_at_once_get_one_token(everything: Access, pair: TokenPair, clock: Clock) -> None:
    first = await everything.sessions.refresh(pair.refresh_token, HOME)
    clock.pass_by(seconds=1)
    with pytest.raises(RefreshSuperseded):
        await everything.sessions.refresh(pair.refresh_token, HOME)
    assert await everything.sessions.refresh(first.refresh_token, HOME)


async def test_a_session_ends_a_month_after_its_last_use(everything: Access, pair: TokenPair, clock: Clock) -> None:
    clock.pass_by(days=29)
    pair = await everything.sessions.refresh(pair.refresh_token, HOME)
    clock.now += REFRESH_LIFE
    with pytest.raises(NotSignedIn):
        await everything.sessions.refresh(pair.refresh_token, HOME)


@pytest.mark.parametrize("token", ["", ".", "nothing", "a.b", "\ud800.\0"])
async def test_nonsense_is_no_refresh_token(everything: Access, ada: User, token: str) -> None:
    with pytest.raises(NotSignedIn):
        await everything.sessions.refresh(token, HOME)
    await everything.sessions.sign_out(token, HOME)


async def test_signing_out(everything: Access, ada: User, pair: TokenPair) -> None:
    other = await everything.sessions.sign_in("ada", PASSWORD, HOME)
    for _ in range(2):
        await everything.sessions.sign_out(pair.refresh_token, HOME)
    with pytest.raises(NotSignedIn):
        await everything.sessions.refresh(pair.refresh_token, HOME)
    assert await everything.sessions.refresh(other.refresh_token, HOME)
    noted = [entry.action for entry in await everything.audit.list(9)]
    assert noted.count(Action.SIGN_OUT) == 1


async def test_suspension_holds_at_once(everything: Access, ada: User, pair: TokenPair) -> None:
    await everything.accounts.suspend(COMMAND_LINE, ada.id)
    assert await signed_out(everything, pair)
    with pytest.raises(WrongCredentials):
        await everything.sessions.sign_in("ada", PASSWORD, HOME)
    await everything.accounts.restore(COMMAND_LINE, ada.id)
    assert await signed_out(everything, pair)
    assert await everything.sessions.sign_in("ada", PASSWORD, HOME)


async def test_a_lower_role_holds_at_once_and_a_higher_one_too(everything: Access, ada: User, pair: TokenPair) -> None:
    await everything.accounts.set_role(COMMAND_LINE, ada.id, Role.ADMIN)
    assert (await everything.identify(pair.access_token)).role is Role.ADMIN
    await everything.accounts.set_role(COMMAND_LINE, ada.id, Role.TECHNICIAN)
    assert await signed_out(everything, pair)


async def test_a_changed_password_ends_every_session_and_starts_one(
    everything: Access, ada: User, pair: TokenPair
) -> None:
    other = await everything.sessions.sign_in("ada", PASSWORD, HOME)
    identity = await everything.identify(pair.access_token)
    with pytest.raises(WrongCredentials):
        await everything.sessions.change_password(identity, "wrong", NEW, HOME)
    with pytest.raises(UnsuitablePassword):
        await everything.sessions.change_password(identity, PASSWORD, "short", HOME)
    fresh = await everything.sessions.change_password(identity, PASSWORD, NEW, HOME)
    assert await signed_out(everything, pair)
    assert await signed_out(everything, other)
    assert await everything.identify(fresh.access_token) == identity
    with pytest.raises(WrongCredentials):
        await everything.sessions.sign_in("ada", PASSWORD, HOME)
    assert await everything.sessions.sign_in("ada", NEW, HOME)


async def test_a_machine_changes_no_password(everything: Access, ada: User) -> None:
    machine = Identity(ada.id, "ada", Role.EXPERT, ("default",), key_id="k")
    with pytest.raises(NotSignedIn):
        await everything.sessions.change_password(machine, PASSWORD, NEW, HOME)


async def test_guessing_the_present_password_is_stopped_too(everything: Access, ada: User, pair: TokenPair) -> None:
    identity = await everything.identify(pair.access_token)
    for _ in range(PER_ACCOUNT):
        with pytest.raises(WrongCredentials):
            await everything.sessions.change_password(identity, "wrong", NEW, HOME)
    with pytest.raises(TooManyAttempts):
        await everything.sessions.change_password(identity, PASSWORD, NEW, HOME)


async def test_tokens_of_another_installation_are_refused(
    everything: Access, pair: TokenPair, stores: AccessStores, clock: Clock, tmp_path: Path
) -> None:
    where = Settings(home=tmp_path, jwt_secret=SECRET[::-1], _env_file=None)  # type: ignore[arg-type]
    with pytest.raises(NotSignedIn):
        await access_over(stores, Passwords(), where, clock).identify(pair.access_token)


async def test_an_access_token_of_yesterday_is_refused(stores: AccessStores, ada: User, tmp_path: Path) -> None:
    past = access(stores, Clock(datetime.now(UTC) - timedelta(days=1)), tmp_path)
    old = await past.sessions.sign_in("ada", PASSWORD, HOME)
    with pytest.raises(NotSignedIn):
        await past.identify(old.access_token)
