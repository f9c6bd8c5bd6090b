"""Health."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(BaseModel):
    """Whether questions can be answered."""

    ready: bool
    parts: dict[str, bool] = Field(examples=[{"database": True, "index": True, "worker": True}])
    """What it takes, and whether it is there."""
