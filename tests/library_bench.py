"""A library over stores in memory, with doubles of what draws pages and takes files in."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from memory_services import memory_services
from paillasse.composition.bootstrap import Services
from paillasse.library.library import Library, library_over
from paillasse.protocols.reading import DrawnPage
from paillasse.types.jobs import Job
from paillasse.types.pages import Box


@dataclass
class Drawer:
    """`protocols.PagePictures` that says what it was asked for."""

    forgotten: list[str] = field(default_factory=list[str])

    async def picture(self, page: DrawnPage, width: int) -> bytes:
        return f"{page.name} {page.number} {width}".encode()

    async def marked(self, picture: bytes, shares: Sequence[Box]) -> bytes:
        return picture + repr([tuple(round(value, 2) for value in box) for box in shares]).encode()

    async def copy(self, path: Path, name: str) -> bytes:
        return f"{path.name} {name}".encode()

    async def forget(self, sha256: str) -> None:
        self.forgotten.append(sha256)


@dataclass
class Board:
    """`library.holdings.Jobs` that writes down what it is told."""

    submitted: list[tuple[bytes, str, str, str]] = field(default_factory=list[tuple[bytes, str, str, str]])
    withdrawn: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    async def submit(self, blocks: AsyncIterable[bytes], filename: str, collection: str, user_id: str, /) -> Job:
        content = b"".join([block async for block in blocks])
        self.submitted.append((content, filename, collection, user_id))
        return Job("job", collection, "", filename, len(content), user_id, datetime.now(UTC))

    async def withdraw(self, collection: str, sha256: str, /) -> None:
        self.withdrawn.append((collection, sha256))


@dataclass
class Bench:
    services: Services
    drawer: Drawer
    board: Board
    library: Library


def library_bench(home: Path) -> Bench:
    services, drawer, board = memory_services(home), Drawer(), Board()

    @asynccontextmanager
    async def use() -> AsyncGenerator[Services]:
        yield services

    return Bench(services, drawer, board, library_over(use, board, drawer))
