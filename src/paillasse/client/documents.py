"""Documents over a connection."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from pydantic_core import to_jsonable_python

from paillasse.client.connection import Call, Connection
from paillasse.client.values import DocumentEntry, PageText, member, value_of
from paillasse.errors.manuals import DocumentNotFound, UnreadableFile
from paillasse.language.text import printable
from paillasse.types.jobs import Job
from paillasse.types.pages import CoverageReport

if TYPE_CHECKING:
    from paillasse.library.revisions.diff import Comparison

_PATH = "/api/v1/documents"
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_AT_ONCE = 200
_BLOCK = 1 << 18

Standing = Literal["current", "superseded", "all"]
"""As `library.shelf.catalogue.Standing`."""
Sent = Callable[[int, int], None]
"""Told bytes sent and bytes in all."""


class Documents:
    """Those that one may read; what one may not and what there is not are the same `DocumentNotFound`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def list(self, collection: str = "", standing: Standing = "current") -> list[DocumentEntry]:
        """Documents by title, of one collection when it is given; without superseded ones unless they are wanted."""
        found: list[DocumentEntry] = []
        while True:
            part_of = {"offset": len(found), "limit": _AT_ONCE}
            query = {"collection": collection or None, "standing": standing, **part_of}
            told = await self._connection.send(Call("GET", _PATH, query))
            part = value_of(list[DocumentEntry], member(told, "documents"))
            found += part
            if len(part) < _AT_ONCE:
                return found

    async def get(self, document_id: str) -> DocumentEntry:
        """One document, current or superseded."""
        return value_of(DocumentEntry, await self._connection.send(Call("GET", _of(document_id))))

    async def coverage(self, document_id: str) -> CoverageReport:
        """What was read of it, page by page."""
        return value_of(CoverageReport, await self._connection.send(Call("GET", f"{_of(document_id)}/coverage")))

    async def page(self, document_id: str, number: int) -> PageText:
        """The words of a page.

        Args:
            document_id: of which document.
            number: physical, from 1.
        """
        return value_of(PageText, await self._connection.send(Call("GET", f"{_of(document_id)}/pages/{number}")))

    async def correct(self, document_id: str, changes: Mapping[str, object]) -> DocumentEntry:
        """Correct what was guessed: values by field of `types.Metadata`."""
        call = Call("PATCH", _of(document_id), body=to_jsonable_python(dict(changes)))
        return value_of(DocumentEntry, await self._connection.send(call))

    async def supersede(self, old_id: str, new_id: str) -> DocumentEntry:
        """Have one document stand in the place of another; gives the one that answers from now on."""
        call = Call("POST", f"{_of(old_id)}/supersede", body={"by": new_id})
        return value_of(DocumentEntry, await self._connection.send(call))

    async def reinstate(self, document_id: str) -> DocumentEntry:
        """Have a superseded document answer again."""
        return value_of(DocumentEntry, await self._connection.send(Call("DELETE", f"{_of(document_id)}/supersede")))

    async def compare(self, old_id: str, new_id: str) -> Comparison:
        """What changed from one document to another, section by section."""
        from paillasse.library.revisions.diff import Comparison, SectionChange  # noqa: PLC0415 - `ask` comes by here

        changes: list[SectionChange] = []
        while True:
            query = {"with": new_id, "offset": len(changes), "limit": _AT_ONCE}
            told = await self._connection.send(Call("GET", f"{_of(old_id)}/diff", query))
            part = value_of(list[SectionChange], member(told, "changes"))
            changes += part
            if len(part) < _AT_ONCE:
                return Comparison(tuple(changes), value_of(int, member(told, "unchanged")))

    async def remove(self, document_id: str) -> None:
        """Remove it for good."""
        await self._connection.send(Call("DELETE", _of(document_id)))

    async def upload(self, path: Path, collection: str, sent: Sent = lambda _sent, _total: None) -> Job:
        """Send a file. When it returns, the file is on the server for good, and the job makes a document of it.

        Args:
            path: of a manual.
            collection: where the document will be.
            sent: told how far it is.

        Raises:
            UnreadableFile: it cannot be read here.
            PaillasseError: the server does not take it, and why.
        """
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except OSError as error:
            raise UnreadableFile(f"Cannot read {path}: {error.strerror}.") from error
        with file:
            size = os.fstat(file.fileno()).st_size
            query = {"collection": collection, "filename": printable(path.name)}
            headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
            call = Call("POST", _PATH, query, content=_blocks(file, size, sent), headers=headers)
            return value_of(Job, await self._connection.send(call))


async def _blocks(file: IO[bytes], size: int, sent: Sent) -> AsyncGenerator[bytes]:
    done = 0
    while block := await asyncio.to_thread(file.read, _BLOCK):
        yield block
        done += len(block)
        sent(done, size)


def _of(document_id: str) -> str:
    """The path of a document. What cannot be an id is none; as a part of a path it could be another path."""
    if not _ID.fullmatch(document_id):
        raise DocumentNotFound("There is no such document.")
    return f"{_PATH}/{document_id}"
