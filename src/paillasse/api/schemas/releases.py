"""Releases as they are told, and what is asked of them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from paillasse.releases.types import Alias, Release


class ReleaseOut(BaseModel):
    """One version of what may answer."""

    version: int
    name: str
    run_id: str = Field(description="Run in MLflow that it was made of.")
    config: str = Field(description="Hash of its configuration.")
    generation: str = Field(description="Index generation that it answers from.")
    created_at: datetime
    aliases: list[str] = Field(examples=[["production"]])
    said: dict[str, str] = Field(description="Whether it passed its gates; who promoted it when and why.")

    @classmethod
    def of(cls, release: Release) -> Self:
        """All but the list of its prompts."""
        return cls(
            version=release.version,
            name=release.name,
            run_id=release.run_id,
            config=release.config,
            generation=release.generation,
            created_at=release.created_at,
            aliases=list(release.aliases),
            said={name: value for name, value in release.tags.items() if name != "prompts"},
        )


class PromotionIn(BaseModel):
    """Which release is promoted, and why."""

    release: str = Field(max_length=200, description="Version, name or alias.", examples=["3"])
    alias: Alias = Alias.PRODUCTION
    reason: str = Field(default="", max_length=1000)
    override: str = Field(
        default="", max_length=1000, description="A reason to promote it although it does not pass its gates."
    )


class RollbackIn(BaseModel):
    """Why the former release is to answer again."""

    reason: str = Field(default="", max_length=1000)
