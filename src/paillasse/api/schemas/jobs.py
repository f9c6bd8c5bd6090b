"""Ingestion jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field

from paillasse.api.pages import cursor_of
from paillasse.history.types import Place
from paillasse.types.jobs import Job, JobProgress, JobState

JobId = Annotated[str, Field(examples=["c7a1f7f0-54a5-4a0e-9d0b-0a6c2f4f5f11"])]
Stage = Annotated[str, Field(description="What is being done; empty before the first.", examples=["parse"])]
RetryAt = Annotated[datetime | None, Field(description="Of one that waits for another try: not before.")]
DocumentId = Annotated[str, Field(description="Of a job that is done.")]


class UploadQuery(BaseModel):
    """What is said of a file beside it."""

    collection: str = Field(default="", max_length=64, description="Where the document will be.", examples=["default"])
    filename: str = Field(default="", max_length=1000, description="What it is called; its suffix counts.")


class UploadLimitsOut(BaseModel):
    """What a file may be, for those who want to say so before it is sent."""

    max_bytes: int = Field(description="Of one file.", examples=[209_715_200])


class TroubleOut(BaseModel):
    """Why a job failed or waits; of one that is done, what could not be read."""

    code: str = Field(examples=["encrypted_pdf"])
    message: str = Field(examples=["manual.pdf asks for a password."])
    hint: str = Field(examples=["Save a copy without the password and ingest that copy."])


class JobProgressOut(BaseModel):
    """How far a job is."""

    job_id: JobId
    state: JobState
    stage: Stage
    done: int = Field(examples=[12])
    total: int = Field(examples=[80])
    retry_at: RetryAt
    trouble: TroubleOut | None
    document_id: DocumentId

    @classmethod
    def of(cls, progress: JobProgress) -> Self:
        """All of it."""
        return cls.model_validate(progress, from_attributes=True)


class JobOut(BaseModel):
    """One file that was sent, and what became of it."""

    id: JobId
    collection: str = Field(examples=["default"])
    filename: str = Field(examples=["cyclane_r416.pdf"])
    size: int = Field(description="Bytes.", examples=[199046])
    sha256: str
    owner: str = Field(description="Id of the user who sent it.")
    state: JobState
    stage: Stage
    done: int = Field(description="Steps of the stage.", examples=[12])
    total: int = Field(examples=[80])
    attempt: int = Field(description="How often it was begun.")
    failures: int = Field(description="Attempts that a passing cause ended.")
    cancel_requested: bool
    retry_at: RetryAt
    trouble: TroubleOut | None
    document_id: DocumentId
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, job: Job) -> Self:
        """All of it."""
        return cls.model_validate(job, from_attributes=True)


class JobsOut(BaseModel):
    """A page of jobs, the latest first."""

    jobs: list[JobOut]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")

    @classmethod
    def of(cls, found: list[Job], limit: int) -> Self:
        """A page."""
        following = cursor_of(Place(found[-1].created_at, found[-1].id)) if len(found) == limit else None
        return cls(jobs=[JobOut.of(job) for job in found], next=following)
