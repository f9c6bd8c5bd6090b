"""What stands in a backup: its table of contents, checked before anything else is read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from paillasse.errors.backups import ArchiveDamaged, ArchiveTooNew

FORMAT = 1
"""Of archives that this version writes and reads."""
NAME = "manifest.json"
"""Of the manifest in the archive."""
LARGEST = 256 << 20
"""Bytes of a manifest: about 150 for each file."""

_ALLOWED = re.compile(
    r"database/[a-z][a-z0-9_]{0,62}|files/[0-9a-f]{64}\.pdf|uploads/[0-9a-f-]{36}/[^/]+|index/.+|glossary\.tsv|prices\.toml"
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive."""

    name: str
    size: int
    """Bytes, unpacked."""
    sha256: str
    """Of the unpacked bytes."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the database; its member is `database/<name>`, in the text format of PostgreSQL's COPY."""

    name: str
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds, and what made it."""

    paillasse: str
    """Version that wrote it."""
    created_at: datetime
    schema: str
    """Revision of the database's schema."""
    tables: tuple[Table, ...]
    """Each after those that its rows refer to."""
    members: tuple[Member, ...]
    """Every file of the archive but the manifest."""
    engine: str = ""
    """What wrote the index, with its version; empty where the index is not in the archive."""
    generations: dict[str, str] = field(default_factory=dict[str, str])
    """The configuration of each index generation by name."""
    live: str = ""
    """Name of the generation that answers; empty where none was made live."""
    release: str = ""
    """The release that answers over it, as `IndexGenerations.release` tells it; empty where none does."""
    lacking: tuple[str, ...] = ()
    """sha256 of files that documents name and that were not there."""
    format: int = FORMAT

    def to_json(self) -> bytes:
        """As it stands in the archive."""
        return TypeAdapter(Manifest).dump_json(self, indent=1)

    @classmethod
    def parse(cls, text: bytes) -> Manifest:
        """Read one.

        Raises:
            ArchiveDamaged: this is none.
            ArchiveTooNew: it has another format.
        """
        try:
            plain: Any = json.loads(text)
            if isinstance(plain, dict) and plain.get("format") != FORMAT:  # pyright: ignore[reportUnknownMemberType]
                raise ArchiveTooNew("The archive has a format that this version does not know.")
            return TypeAdapter(Manifest).validate_json(text)
        except (ValueError, ValidationError, RecursionError) as error:
            raise ArchiveDamaged("The manifest of the archive cannot be read.") from error

    def rows(self, table: str) -> int:
        """Rows of a table; 0 for one that is not there."""
        return next((kept.rows for kept in self.tables if kept.name == table), 0)


def is_allowed(name: str) -> bool:
    """Whether a member of this name may stand in a backup: below the home, where a backup has something."""
    inside = all(part not in {"", ".", ".."} for part in name.split("/"))
    return inside and _UNPRINTABLE.search(name) is None and _ALLOWED.fullmatch(name) is not None
