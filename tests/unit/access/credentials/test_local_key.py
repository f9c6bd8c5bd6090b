from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.access.credentials.local_key import LocalKey
from paillasse.access.errors import NotSignedIn
from paillasse.access.types import COMMAND_LINE, Role
from paillasse.composition.accounts import Access

HERE = "127.0.0.1"


@pytest.mark.parametrize("address", [HERE, "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_the_command_line_on_this_machine(address: str) -> None:
    key = LocalKey()
    identity = key.authenticate(key.text, address)
    assert (identity.user_id, identity.role, identity.collections) == (COMMAND_LINE.user_id, Role.ADMIN, None)


@pytest.mark.parametrize(
    "address", ["", "192.0.2.7", "10.0.0.1", "fe80::1%eth0", "::", "192.168.0.1", "localhost", "127.0.0.1 "]
)
def test_the_right_key_from_elsewhere(address: str) -> None:
    key = LocalKey()
    with pytest.raises(NotSignedIn):
        key.authenticate(key.text, address)


def test_each_process_has_its_own() -> None:
    with pytest.raises(NotSignedIn):
        LocalKey().authenticate(LocalKey().text, HERE)


@given(st.text())
def test_anything_else_is_no_key(text: str) -> None:
    key = LocalKey()
    for guess in (text, key.text[:-1], key.text + text if text else "", f"pll_{text}"):
        with pytest.raises(NotSignedIn):
            key.authenticate(guess, HERE)


async def test_it_reads_every_collection_and_is_no_user(everything: Access) -> None:
    await everything.membership.create(COMMAND_LINE, "nantes")
    identity = await everything.identify(everything.local_key.text, HERE)
    assert (await everything.membership.scope_of(identity)).collections == ("default", "nantes")
    with pytest.raises(NotSignedIn):
        await everything.identify(everything.local_key.text, "192.0.2.7")
    assert await everything.accounts.list() == []
