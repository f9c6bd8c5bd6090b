"""Entity tags: a client that has the latest is told so, and one that changes an older version is stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Response

IfNoneMatch = Annotated[
    str | None, Header(description="`ETag` of what is at hand: nothing is sent again.", max_length=1000)
]


def etag(version: str) -> str:
    """A strong tag."""
    return f'"{version}"'


def holds(header: str | None, version: str) -> bool:
    """True when the client has this version: RFC 9110, 13.1.2."""
    return header is not None and (header.strip() == "*" or version in _versions(header))


@dataclass(frozen=True, slots=True)
class Versions:
    """The version that a client wants to change, and the one that it gets."""

    expected: str | None
    """None when it does not matter."""
    response: Response

    def became(self, version: str) -> None:
        """Tell the client the version that there is now."""
        self.response.headers["ETag"] = etag(version)


async def _versions_of(
    response: Response,
    if_match: Annotated[
        str | None,
        Header(description="`ETag` of the version to be changed: another one is not overwritten.", max_length=1000),
    ] = None,
) -> Versions:
    return Versions(expected(if_match), response)


VersionsOf = Annotated[Versions, Depends(_versions_of)]


def expected(header: str | None) -> str | None:
    """The one version that the client wants to change; None when he does not say.

    Several, a weak one or a malformed one can be no version of ours: empty, which is none.
    """
    if header is None or header.strip() == "*":
        return None
    versions = _versions(header)
    return versions[0] if len(versions) == 1 and not header.strip().startswith("W/") else ""


def _versions(header: str) -> list[str]:
    tags = (tag.strip().removeprefix("W/") for tag in header.split(","))
    return [tag[1:-1] for tag in tags if len(tag) > 1 and tag[0] == tag[-1] == '"']
