"""What became of a file, and how long each stage took."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from paillasse.errors.manuals import OcrUnavailable
from paillasse.errors.root import PaillasseError
from paillasse.types.documents import Document


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file."""

    path: str
    state: Literal["ingested", "unchanged", "failed"]
    sha256: str = ""
    document_id: str = ""
    title: str = ""
    pages: int = 0
    chunks: int = 0
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict[str, float])
    """Seconds per stage."""
    status: str = ""
    """`ready` or `needs_review`, for a document that exists."""
    error: str = ""
    """Code of the error, from `paillasse.errors`."""
    message: str = ""
    hint: str = ""


class Stopwatch:
    """Seconds per stage and in all."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """Time one stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.stages[name] = round(time.perf_counter() - begun, 3)

    @property
    def total(self) -> float:
        """Seconds since the start."""
        return round(time.perf_counter() - self._start, 3)


def verdict_on(
    path: Path,
    state: Literal["ingested", "unchanged"],
    document: Document,
    clock: Stopwatch,
    unread: OcrUnavailable | None = None,
) -> Verdict:
    """A file that is a document, and why some of it stayed unread."""
    return Verdict(
        path=str(path),
        state=state,
        sha256=document.sha256,
        document_id=document.id,
        title=document.metadata.title,
        pages=document.page_count,
        chunks=document.chunk_count,
        seconds=clock.total,
        stages=clock.stages,
        status=document.status,
        message=str(unread or ""),
        hint=unread.hint if unread else "",
    )


def failure_of(path: Path, sha256: str, error: PaillasseError, clock: Stopwatch) -> Verdict:
    """A file that is none."""
    return Verdict(
        path=str(path),
        state="failed",
        sha256=sha256,
        seconds=clock.total,
        stages=clock.stages,
        error=error.code,
        message=str(error),
        hint=error.hint,
    )
