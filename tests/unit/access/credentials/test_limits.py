from __future__ import annotations

import pytest

from access_stores import NOW, Clock
from paillasse.access.credentials.limits import PER_ACCOUNT, PER_ADDRESS, WINDOW, SignInLimits, network
from paillasse.access.errors import TooManyAttempts
from paillasse.adapters.memory.accounts import MemoryAttemptStore

HOME = "192.0.2.7"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def attempts() -> MemoryAttemptStore:
    return MemoryAttemptStore()


@pytest.fixture
def limits(attempts: MemoryAttemptStore, clock: Clock) -> SignInLimits:
    return SignInLimits(attempts, b"secret", clock)


async def enter(limits: SignInLimits, times: int, name: str = "ada", address: str = HOME) -> None:
    for _ in range(times):
        await limits.enter(name, address)


async def test_an_account_is_closed_for_the_rest_of_the_window(limits: SignInLimits, clock: Clock) -> None:
    await enter(limits, PER_ACCOUNT)
    clock.pass_by(minutes=5, seconds=0.5)
    with pytest.raises(TooManyAttempts) as refused:
        await limits.enter("ADA", "198.51.100.1")
    assert refused.value.retry_after == 600
    await enter(limits, 1, "bob")
    clock.pass_by(minutes=10)
    await enter(limits, 1)


async def test_the_right_password_starts_again(limits: SignInLimits) -> None:
    for _ in range(PER_ADDRESS + 1):
        await limits.enter("ada", HOME)
        await limits.passed("ada", HOME)
    await enter(limits, PER_ACCOUNT - 1)
    await limits.enter("ada", HOME)
    await limits.passed("ada", HOME)
    await enter(limits, PER_ACCOUNT)
    with pytest.raises(TooManyAttempts):
        await limits.enter("ada", HOME)


async def test_an_address_is_closed_for_every_account_and_then_counts_for_none(limits: SignInLimits) -> None:
    for i in range(PER_ADDRESS):
        await limits.enter(f"user{i}", HOME)
    for _ in range(PER_ACCOUNT + 1):
        with pytest.raises(TooManyAttempts):
            await limits.enter("ada", f"::ffff:{HOME}")
    await limits.enter("ada", "192.0.2.8")


async def test_neighbours_of_one_ipv6_network_are_one(limits: SignInLimits) -> None:
    for i in range(PER_ADDRESS):
        await limits.enter(f"user{i}", f"2001:db8::{i:x}")
    with pytest.raises(TooManyAttempts):
        await limits.enter("ada", "2001:db8::ffff:1")
    await limits.enter("ada", "2001:db8:0:1::1")


async def test_neither_names_nor_addresses_are_stored(
    limits: SignInLimits, attempts: MemoryAttemptStore, clock: Clock
) -> None:
    await limits.enter("ada\ud800", "not an address")
    assert len(attempts._windows) == 2
    assert not any(part in subject for subject in attempts._windows for part in ("ada", "address", "account"))
    assert all(window.ends_at == clock() + WINDOW for window in attempts._windows.values())


@pytest.mark.parametrize(
    ("address", "shortened"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_networks(address: str, shortened: str) -> None:
    assert network(address, 24, 48) == shortened
