"""The nouns of releases: frozen values, no input or output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from paillasse.protocols.tracking import ModelVersion


class Alias(StrEnum):
    """What a release is for."""

    STAGING = "staging"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Release:
    """One version of what may answer: a configuration, its index generation and how it was measured."""

    version: int
    name: str
    run_id: str
    config: str
    """Hash of its configuration."""
    generation: str
    created_at: datetime
    aliases: tuple[str, ...]
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    """`gate`, and who promoted it when and why: `production.by`, `production.at`, `production.because`."""

    @classmethod
    def of(cls, version: ModelVersion) -> Release:
        """As it stands in the registry."""
        told = dict(version.tags)
        name, config, generation = (told.pop(key, "") for key in ("name", "config", "generation"))
        return cls(version.number, name, version.run_id, config, generation, version.created_at, version.aliases, told)


@dataclass(frozen=True, slots=True)
class Promotion:
    """Who wants what of a release, and why."""

    alias: Alias
    by: str
    """Name of the person, or of the command line."""
    because: str = ""
    override: str = ""
    """A reason to promote it although it does not pass its gates; empty: then it is refused."""
