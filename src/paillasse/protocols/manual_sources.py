"""The seam to places in the cloud where people put manuals: what is there, and its bytes. I/O is async."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

SUFFIXES = frozenset((".pdf", ".docx", ".html", ".htm", ".md", ".markdown", ".txt"))
"""What names of manuals end with."""


def is_manual(filename: str) -> bool:
    """Whether a file is called like a manual; hidden files and lock files of word processors are not."""
    return not filename.startswith((".", "~$")) and PurePath(filename).suffix.lower() in SUFFIXES


@dataclass(frozen=True, slots=True)
class RemoteManual:
    """One object of a source."""

    name: str
    """All of its name, with the prefix of the source."""
    version: str
    """Another one as soon as the content is another."""
    size: int
    """Bytes."""

    @property
    def filename(self) -> str:
        """Its last part, as a file would be called."""
        return self.name.rpartition("/")[2]


class ManualSource(Protocol):
    """A bucket or container, or what begins with a prefix in it."""

    @property
    def address(self) -> str:
        """As people write it, without a slash at the end."""
        ...

    def address_of(self, manual: RemoteManual) -> str:
        """The same of one object."""
        ...

    def holds(self, manual: RemoteManual) -> bool:
        """Whether an object of this bucket or container is under the prefix."""
        ...

    def list(self) -> AsyncGenerator[RemoteManual]:
        """Every object under the prefix, by name; what people call folders are none.

        Raises:
            SourceError: one of its kinds, saying why the source cannot be read.
        """
        ...

    def read(self, manual: RemoteManual) -> AsyncGenerator[bytes]:
        """The bytes of this version of an object, in pieces of any size.

        Raises:
            SourceError: one of its kinds; `SourceNotFound` where this version is no longer there.
        """
        ...

    async def close(self) -> None:
        """Release connections; nothing is read afterwards."""
        ...
