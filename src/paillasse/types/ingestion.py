"""How far a document has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class IngestionState(StrEnum):
    """Where a file stands. `running` in a journal nobody is writing to means: the process was killed."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class IngestionRecord:
    """The verdict on one file; a new attempt at the same content in the same collection replaces it."""

    sha256: str
    filename: str
    collection: str
    state: IngestionState
    started_at: datetime
    config_hash: str = ""
    """Index configuration it was ingested with."""
    document_id: str = ""
    pages: int = 0
    chunks: int = 0
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    """Wall-clock seconds by stage."""
    error_code: str = ""
    """Failed ones: `PaillasseError.code`."""
    error_message: str = ""
