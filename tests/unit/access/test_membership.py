from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_stores import PASSWORD, memory_stores, user
from paillasse.access.errors import CollectionExists, CollectionNotFound, Forbidden, UnsuitableName
from paillasse.access.membership import Membership, require
from paillasse.access.types import COMMAND_LINE, Action, Collection, Identity, Role
from paillasse.composition.accounts import Access
from paillasse.types.questions import Scope


@pytest.mark.parametrize("role", Role)
async def test_one_reads_what_one_is_a_member_of_whatever_the_role(everything: Access, role: Role) -> None:
    ada = await everything.accounts.create(COMMAND_LINE, "ada", "ada@example.org", PASSWORD, role)
    identity = Identity(ada.id, "ada", role)
    await everything.membership.create(COMMAND_LINE, "lab")
    assert await everything.membership.scope_of(identity) == Scope(collections=())
    await everything.membership.add_member(COMMAND_LINE, "lab", ada.id)
    assert await everything.membership.scope_of(identity) == Scope(collections=("lab",))
    await everything.membership.remove_member(COMMAND_LINE, "lab", ada.id)
    assert await everything.membership.scope_of(identity) == Scope(collections=())


NAMES = st.sets(st.sampled_from(["default", "lab", "site", "line"]))


@given(member_of=NAMES, restricted_to=st.none() | NAMES)
async def test_no_scope_holds_more_than_memberships_and_key_allow(
    member_of: set[str], restricted_to: set[str] | None
) -> None:
    stores = memory_stores()
    await stores.users.add(user("ada"))
    for name in sorted(member_of):
        if name != "default":
            await stores.collections.add(Collection(name, "", user("ada").created_at))
        await stores.collections.add_member(name, "ada")
    membership = Membership(stores.collections, auditor=None, clock=None)  # type: ignore[arg-type]
    restricted = None if restricted_to is None else tuple(sorted(restricted_to))
    scope = await membership.scope_of(Identity("ada", "ada", Role.ADMIN, restricted))
    assert set(scope.collections) == (member_of if restricted_to is None else member_of & restricted_to)


@pytest.mark.parametrize("name", ["", " lab", "lab ", "a\nb", "x" * 65])
async def test_names_that_cannot_be(everything: Access, name: str) -> None:
    with pytest.raises(UnsuitableName):
        await everything.membership.create(COMMAND_LINE, name)


async def test_collections(everything: Access) -> None:
    lab = await everything.membership.create(COMMAND_LINE, "Lab 3")
    site = await everything.membership.create(COMMAND_LINE, "site", " Nantes ")
    assert (lab.title, site.title) == ("Lab 3", "Nantes")
    assert [one.name for one in await everything.membership.list()] == ["Lab 3", "default", "site"]
    with pytest.raises(CollectionExists):
        await everything.membership.create(COMMAND_LINE, "site")
    with pytest.raises(CollectionNotFound):
        await everything.membership.members("nowhere")
    with pytest.raises(CollectionNotFound):
        await everything.membership.remove_member(COMMAND_LINE, "nowhere", "ada")


async def test_membership_is_written_down(everything: Access) -> None:
    ada = await everything.accounts.create(COMMAND_LINE, "ada", "ada@example.org", PASSWORD, Role.EXPERT)
    await everything.membership.add_member(COMMAND_LINE, "default", ada.id)
    await everything.membership.remove_member(COMMAND_LINE, "default", ada.id)
    noted = [(entry.action, entry.target) for entry in await everything.audit.list(2)]
    assert noted == [(Action.MEMBER_REMOVE, f"default/{ada.id}"), (Action.MEMBER_ADD, f"default/{ada.id}")]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("needed", Role)
def test_roles_are_a_ladder(role: Role, needed: Role) -> None:
    ladder = ["technician", "expert", "admin"]
    if ladder.index(role) < ladder.index(needed):
        with pytest.raises(Forbidden):
            require(Identity("ada", "ada", role), needed)
    else:
        require(Identity("ada", "ada", role), needed)
