from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from access_stores import PASSWORD, Clock
from paillasse.access.credentials.api_keys import LONGEST_LIFE, PREFIX
from paillasse.access.errors import ApiKeyNotFound, Forbidden, NotSignedIn, UnsuitableKey, UnsuitableName
from paillasse.access.types import COMMAND_LINE, Action, ApiKey, Identity, Role
from paillasse.composition.accounts import Access, AccessStores

HOME = "192.0.2.7"
WEEK = timedelta(days=7)


async def member(everything: Access, name: str, role: Role, *collections: str) -> Identity:
    made = await everything.accounts.create(COMMAND_LINE, name, f"{name}@example.org", PASSWORD, role)
    for collection in collections:
        await everything.membership.add_member(COMMAND_LINE, collection, made.id)
    return Identity(made.id, made.username, role)


@pytest.fixture
async def ada(everything: Access) -> Identity:
    await everything.membership.create(COMMAND_LINE, "lab")
    await everything.membership.create(COMMAND_LINE, "secret")
    return await member(everything, "ada", Role.EXPERT, "default", "lab")


async def create(everything: Access, maker: Identity, **changed: Any) -> tuple[ApiKey, str]:
    values: dict[str, Any] = {"name": "robot", "role": Role.EXPERT, "collections": ["lab"], "life": WEEK, **changed}
    return await everything.keys.create(maker, HOME, **values)


async def test_a_key_acts_for_its_maker_within_its_limits(
    everything: Access, stores: AccessStores, ada: Identity, clock: Clock
) -> None:
    key, text = await create(everything, ada, role=Role.TECHNICIAN)
    assert text.startswith(f"{PREFIX}{key.id}_")
    identity = await everything.identify(text)
    assert identity == Identity(ada.user_id, "ada", Role.TECHNICIAN, ("lab",), key.id)
    assert (await everything.membership.scope_of(identity)).collections == ("lab",)
    kept = await stores.keys.get(key.id)
    assert kept is not None
    assert kept.last_used_at == clock()
    assert text.rpartition("_")[2] not in repr(kept)


@pytest.mark.parametrize(
    "changed",
    [
        {"role": Role.ADMIN},
        {"collections": []},
        {"collections": ["lab", "secret"]},
        {"collections": ["nowhere"]},
        {"life": timedelta(0)},
        {"life": LONGEST_LIFE + timedelta(seconds=1)},
    ],
)
async def test_no_key_may_more_than_its_maker(everything: Access, ada: Identity, changed: dict[str, Any]) -> None:
    with pytest.raises(UnsuitableKey):
        await create(everything, ada, **changed)
    assert await everything.keys.list(ada.user_id) == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\nb"])
async def test_a_key_has_a_name(everything: Access, ada: Identity, name: str) -> None:
    with pytest.raises(UnsuitableName):
        await create(everything, ada, name=name)


async def test_keys_make_no_keys(everything: Access, ada: Identity) -> None:
    _, text = await create(everything, ada)
    with pytest.raises(Forbidden):
        await create(everything, await everything.identify(text))


async def test_what_the_maker_loses_the_key_loses(everything: Access, ada: Identity) -> None:
    _, text = await create(everything, ada, collections=["default", "lab"])
    await everything.accounts.set_role(COMMAND_LINE, ada.user_id, Role.TECHNICIAN)
    await everything.membership.remove_member(COMMAND_LINE, "lab", ada.user_id)
    identity = await everything.identify(text)
    assert identity.role is Role.TECHNICIAN
    assert (await everything.membership.scope_of(identity)).collections == ("default",)
    await everything.accounts.suspend(COMMAND_LINE, ada.user_id)
    with pytest.raises(NotSignedIn):
        await everything.identify(text)
    await everything.accounts.restore(COMMAND_LINE, ada.user_id)
    assert await everything.identify(text)


async def test_a_key_ends(everything: Access, ada: Identity, clock: Clock) -> None:
    _, text = await create(everything, ada)
    clock.pass_by(days=7)
    with pytest.raises(NotSignedIn):
        await everything.identify(text)


async def test_other_texts_are_no_keys(everything: Access, ada: Identity) -> None:
    key, text = await create(everything, ada)
    _, other = await create(everything, ada)
    wrong = f"{PREFIX}{key.id}_{other.rpartition('_')[2]}"
    for attempt in ("plk_", "plk__", f"plk_{key.id}", f"plk_{key.id}_", text[:-1], text + "x", wrong, "plk_\ud800_\0"):
        with pytest.raises(NotSignedIn):
            await everything.identify(attempt)


async def test_revocation_is_for_the_maker_and_for_administrators(everything: Access, ada: Identity) -> None:
    key, text = await create(everything, ada)
    eve = await member(everything, "eve", Role.EXPERT, "lab")
    for unknown, who in ((key.id, eve), ("nothing", ada)):
        with pytest.raises(ApiKeyNotFound) as refused:
            await everything.keys.revoke(who, HOME, unknown)
        assert str(refused.value) == "There is no such key."
    assert await everything.identify(text)
    await everything.keys.revoke(ada, HOME, key.id)
    with pytest.raises(NotSignedIn):
        await everything.identify(text)
    second, text = await create(everything, ada)
    root = await member(everything, "root", Role.ADMIN)
    await everything.keys.revoke(root, HOME, second.id)
    with pytest.raises(NotSignedIn):
        await everything.identify(text)
    assert [one.revoked_at is None for one in await everything.keys.list(ada.user_id)] == [False, False]
    newest = (await everything.audit.list(1))[0]
    assert (newest.actor, newest.action, newest.target) == (root.user_id, Action.KEY_REVOKE, second.id)
