"""How often somebody may try to sign in: per account and per address, whichever process is asked."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
from collections.abc import Callable
from datetime import datetime, timedelta

from paillasse.access.errors import TooManyAttempts
from paillasse.access.protocols import AttemptStore
from paillasse.access.types import folded

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
"""Wrong passwords for one account in a window; the right one starts again from none."""
PER_ADDRESS = 50
"""Wrong passwords from one address in a window, or returns from an identity provider that did not pass: a laboratory
often has one address for everybody."""


class SignInLimits:
    """Counts an attempt before its password is looked at, so that many at once are no way around."""

    def __init__(self, attempts: AttemptStore, secret: bytes, clock: Callable[[], datetime]) -> None:
        """With a secret of `signing`, so that neither names nor addresses can be read from what is stored."""
        self._attempts = attempts
        self._secret = secret
        self._clock = clock

    async def enter(self, name: str, address: str) -> None:
        """Count an attempt.

        Raises:
            TooManyAttempts: there were too many for this account, or from this address.
        """
        await self._take(self._by_address(address), PER_ADDRESS)
        await self._take(self._by_account(name), PER_ACCOUNT)

    async def enter_federated(self, address: str) -> None:
        """Count somebody who comes back from an identity provider, apart from passwords.

        Raises:
            TooManyAttempts: there were too many from this address.
        """
        await self._take(self._federated(address), PER_ADDRESS)

    async def passed(self, name: str, address: str) -> None:
        """The password was right: this attempt does not count, nor do the wrong ones for this account before it."""
        await self._attempts.give_back(self._by_address(address))
        await self._attempts.forget(self._by_account(name))

    async def passed_federated(self, address: str) -> None:
        """The identity provider let him pass: this attempt does not count."""
        await self._attempts.give_back(self._federated(address))

    async def _take(self, subject: str, limit: int) -> None:
        now = self._clock()
        made, ends_at = await self._attempts.count(subject, WINDOW, now)
        if made > limit:
            wait = max(1, math.ceil((ends_at - now).total_seconds()))
            said = "There were too many attempts to sign in."
            raise TooManyAttempts(said, retry_after=wait, first=made == limit + 1)

    def _by_account(self, name: str) -> str:
        return self._subject(f"account {folded(name)}")

    def _by_address(self, address: str) -> str:
        return self._subject(f"address {_source(address)}")

    def _federated(self, address: str) -> str:
        return self._subject(f"federated {_source(address)}")

    def _subject(self, text: str) -> str:
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _source(address: str) -> str:
    """An IPv4 address, or the network that one subscriber has with IPv6."""
    return network(address, 32, 64) or address


def network(address: str, bits4: int, bits6: int) -> str:
    """The network that an address is in, as in `192.0.2.0/24`; empty for what is no address.

    Args:
        address: IPv4 or IPv6; an IPv4 one that is written as IPv6 is IPv4.
        bits4: length of the prefix for IPv4.
        bits6: length of the prefix for IPv6.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])  # without the name of an interface
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    bits = bits4 if ip.version == 4 else bits6
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))
