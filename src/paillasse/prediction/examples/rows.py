"""What the predictor learns from: one line per question that was asked, with the features of its answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from paillasse.errors.models import TrainingDataError
from paillasse.errors.storage import StorageError


class Row(BaseModel):
    """One question, asked once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    """Id of the golden case."""
    golden: str
    """Name of the golden set."""
    group: str
    """Its machine, with all manuals of it: what shares a group is never on both sides of a split."""
    manuals: tuple[str, ...] = ()
    """Digests of the manuals that it is about: they tell which groups of two tables are one."""
    withheld: bool
    """Asked as if the manuals that hold its evidence were not there."""
    ticket: bool
    """Whether the manuals that were there do not answer it."""
    refused: bool
    """Whether it was refused."""
    features_version: int
    features: dict[str, float]

    @property
    def key(self) -> tuple[str, str, bool]:
        """Which question it is, however often it was asked."""
        return self.golden, self.case, self.withheld

    @property
    def digest(self) -> str:
        """The same in eight characters."""
        return hashlib.sha256(repr(self.key).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def dumped(rows: Iterable[Row]) -> str:
    """Rows as JSON lines."""
    return "".join(row.model_dump_json() + "\n" for row in rows)


def parsed(text: str, name: str) -> list[Row]:
    """Rows from JSON lines; `name` says where they came from.

    Raises:
        TrainingDataError: a line is no row.
    """
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            rows.append(Row.model_validate_json(line))
        except ValidationError as error:
            raise TrainingDataError(f"{name}:{number} is no row of a training table: {error}") from error
    return rows


def joined(*tables: Iterable[Row]) -> list[Row]:
    """All rows; of a question that is in several tables, that of the last one."""
    return list({row.key: row for table in tables for row in table}.values())


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as JSON lines.

    Raises:
        StorageError: the file cannot be written.
    """
    try:
        path.write_text(dumped(rows), encoding="utf-8")
    except OSError as error:
        raise StorageError(f"Cannot write {path}: {error.strerror}.") from error


def load(paths: Sequence[Path]) -> list[Row]:
    """Every row of the files, in order.

    Raises:
        TrainingDataError: a file cannot be read, or a line is no row.
    """
    rows: list[Row] = []
    for path in paths:
        try:
            rows += parsed(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise TrainingDataError(f"{path} cannot be read: {error}") from error
    return rows
