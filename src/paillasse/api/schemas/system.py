"""How the service does, for administrators."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from paillasse.types.jobs import JobState


class GenerationOut(BaseModel):
    """What answers."""

    release: str = Field(description="Version of the release in production; empty where none is.", examples=["3"])
    name: str = Field(description="Of the index generation.", examples=["4d5e6f708192"])
    config_hash: str = Field(examples=["0123456789ab"])
    embedder: str
    language_models: list[str] = Field(description="Empty where answers are copied from the manuals.")


class HoldingsOut(BaseModel):
    """What there is to answer from, in all collections."""

    documents: int = Field(description="Current ones.", examples=[34])
    superseded: int
    needs_review: int = Field(description="Current ones part of which could not be read.")
    pages: int
    passages: int
    unsearched: int = Field(description="Current ones that only another generation of the index has.")


class JobCountOut(BaseModel):
    """Ingestion jobs of one state."""

    state: JobState
    count: int
    oldest: datetime = Field(description="When the first of them was created.")


class DiskOut(BaseModel):
    """The disk that the home is on, in bytes."""

    free: int
    total: int


class SystemOut(BaseModel):
    """How the service does."""

    version: str = Field(examples=["0.1.0"])
    python: str = Field(examples=["3.12.4"])
    started_at: datetime = Field(description="When this process began.")
    parts: dict[str, bool] = Field(
        description="As in `/readyz`: what it takes to answer, and whether it is there.",
        examples=[{"database": True, "index": True, "worker": True}],
    )
    suspended: dict[str, float] = Field(
        description="Seconds for which a part or a language model is left alone, since it failed; 0: it is asked.",
        examples=[{"database": 0.0, "index": 0.0, "ollama/qwen3:4b": 21.5}],
    )
    generation: GenerationOut
    holdings: HoldingsOut
    jobs: list[JobCountOut]
    disk: DiskOut
