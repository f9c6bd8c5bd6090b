"""A server whose stores are in memory: for pages about what takes long to come about, like releases and drift."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from browser.laboratory import PEOPLE
from paillasse.access.types import Role
from service_bench import ServiceBench


@dataclass
class Counter:
    """The service behind the pages, and where browsers reach it."""

    bench: ServiceBench
    url: str


@asynccontextmanager
async def counter(home: Path, **accounts: Any) -> AsyncIterator[Counter]:
    """Serve `PEOPLE` until the block ends; `accounts` are settings of sign-in."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://localhost:{listening.getsockname()[1]}"
        bench = ServiceBench(home, where={"public_url": url, **accounts})
        for name, role in PEOPLE.items():
            await bench.user(name, Role(role))
        server = uvicorn.Server(uvicorn.Config(bench.app, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve([listening]))
        yield Counter(bench, url)
        server.should_exit = True
        await serving
