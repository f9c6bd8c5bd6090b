"""The nouns of durable ingestion: a job is one file on its way to being a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands. Only `queued` and `running` change by themselves."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Dead-lettered: the reason stands in the job, and a person may have it tried again."""
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        """True when nothing more happens unless a person asks for it."""
        return self not in {JobState.QUEUED, JobState.RUNNING}


UNFINISHED = tuple(state for state in JobState if not state.finished)


@dataclass(frozen=True, slots=True)
class JobCount:
    """The jobs of one state."""

    count: int
    oldest: datetime
    """When the first of them was created."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a job failed, or waits for another try; of a finished one, what it could not read."""

    code: str
    """From `paillasse.errors`; empty for a notice."""
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """What a live bar shows."""

    job_id: str
    state: JobState
    stage: str = ""
    """As in `protocols.Progress`; empty before the first one."""
    done: int = 0
    total: int = 0
    retry_at: datetime | None = None
    """Queued ones that failed: not before."""
    trouble: Trouble | None = None
    document_id: str = ""
    """Of a job that is done."""


@dataclass(frozen=True, slots=True)
class Job:
    """One uploaded file and what became of it."""

    id: str
    collection: str
    sha256: str
    filename: str
    size: int
    """Bytes."""
    owner: str
    """Id of the user who sent it."""
    created_at: datetime
    state: JobState = JobState.QUEUED
    stage: str = ""
    done: int = 0
    total: int = 0
    attempt: int = 0
    """How often it was begun; who holds an older number has lost the job."""
    failures: int = 0
    """How often a cause that may pass, or the death of a worker, ended an attempt."""
    cancel_requested: bool = False
    retry_at: datetime | None = None
    trouble: Trouble | None = None
    document_id: str = ""
    finished_at: datetime | None = None

    @property
    def progress(self) -> JobProgress:
        """Its part that changes while it runs."""
        return JobProgress(
            self.id, self.state, self.stage, self.done, self.total, self.retry_at, self.trouble, self.document_id
        )


class Standing(StrEnum):
    """What a worker learns when it reports progress."""

    HELD = "held"
    CANCELLED = "cancelled"
    """It should stop: a person asked for it."""
    LOST = "lost"
    """It must stop: the job was given to another worker meanwhile, or is gone."""
