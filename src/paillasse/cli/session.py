"""What every command shares: where state lives, the two consoles, and running one coroutine over open services."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer
from rich.console import Console

from paillasse.pipeline_config import PipelineConfig
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.bootstrap import Services

stdout = Console()
stderr = Console(stderr=True)

ANSWERED, FAILED, USAGE, REFUSED = 0, 1, 2, 3
"""Exit codes."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class State:
    """Options given before the command."""

    settings: Settings
    config_path: Path | None

    @property
    def config(self) -> PipelineConfig:
        """The pipeline configuration: the file given, or the defaults."""
        return PipelineConfig.load(self.config_path) if self.config_path else PipelineConfig()


def with_services(context: typer.Context, work: Callable[[Services], Awaitable[Result]]) -> Result:
    """Open the services of this home, do the work, close them whatever happens."""
    from paillasse.bootstrap import open_services  # noqa: PLC0415 - `--help` must not wait for the engines to import

    state: State = context.obj

    async def run() -> Result:
        async with open_services(state.settings, state.config) as services:
            return await work(services)

    return asyncio.run(run())
