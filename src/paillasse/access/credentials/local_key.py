"""The key of a running server for commands in its own home: who can read that home has every right already.

It is made anew by each process and kept in its memory, so it is dead when the process is; the process writes it beside
its address to a file that only its owner may read.
"""

from __future__ import annotations

import ipaddress
from hmac import compare_digest

from paillasse.access.credentials.rotation import new_secret
from paillasse.access.errors import NotSignedIn
from paillasse.access.types import COMMAND_LINE, Identity, Role

PREFIX = "pll_"


class LocalKey:
    """One per process."""

    def __init__(self) -> None:
        self.text = f"{PREFIX}{new_secret()}"

    def authenticate(self, bearer: str, address: str) -> Identity:
        """The command line, which administers and reads every collection.

        Args:
            bearer: what was presented.
            address: IP address of who asks, once trusted proxies have said whom they speak for.

        Raises:
            NotSignedIn: it is not this key, or it comes from another machine, to which it must have leaked.
        """
        right = compare_digest(bearer.encode(errors="replace"), self.text.encode())
        if not (right and _is_here(address)):
            raise NotSignedIn("The local key is not good.")
        return Identity(COMMAND_LINE.user_id, COMMAND_LINE.user_id, Role.ADMIN)


def _is_here(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback
