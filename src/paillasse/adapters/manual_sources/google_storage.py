"""`ManualSource` over a bucket of Google Cloud Storage, by its JSON API."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from paillasse.adapters.manual_sources.connection import Connection, Token
from paillasse.errors.sources import SourceError
from paillasse.protocols.manual_sources import RemoteManual

URL = "https://storage.googleapis.com"


class _Item(BaseModel):
    name: str
    generation: str
    size: int


class _Page(BaseModel):
    items: list[_Item] = []
    nextPageToken: str = ""  # noqa: N815 - its name there


class GoogleStorage:
    """Objects of a bucket whose name begins with a prefix. Versions are generations: numbers that are never used twice.

    Args:
        bucket: its name.
        prefix: empty for all of it.
        token: shown with each request.
        url: another address of the service.
    """

    def __init__(self, bucket: str, prefix: str, token: Token, url: str = URL) -> None:
        self._root = f"gs://{bucket}/"
        self.address = (self._root + prefix).rstrip("/")
        self._prefix = prefix
        self._objects = f"{url}/storage/v1/b/{quote(bucket, safe='')}/o"
        self._connection = Connection(f"the bucket {bucket}", token, {})

    def address_of(self, manual: RemoteManual) -> str:
        """Of one object."""
        return self._root + manual.name

    def holds(self, manual: RemoteManual) -> bool:
        """By its name."""
        return manual.name.startswith(self._prefix)

    async def list(self) -> AsyncGenerator[RemoteManual]:
        """Every object, page by page; raises as `ManualSource.list`."""
        token = ""
        while True:
            asked = {"prefix": self._prefix, "fields": "items(name,generation,size),nextPageToken"}
            answer = await self._connection.get(self._objects, asked | ({"pageToken": token} if token else {}))
            try:
                page = _Page.model_validate_json(answer)
            except ValidationError as error:
                raise SourceError(f"The list of {self.address} is not one of Google Cloud Storage.") from error
            for item in page.items:
                if not item.name.endswith("/"):  # what consoles make for a folder
                    yield RemoteManual(item.name, item.generation, item.size)
            token = page.nextPageToken
            if not token:
                return

    def read(self, manual: RemoteManual) -> AsyncGenerator[bytes]:
        """The bytes of one generation; raises as `ManualSource.read`."""
        at = f"{self._objects}/{quote(manual.name, safe='')}"
        return self._connection.blocks(at, {"alt": "media", "generation": manual.version})

    async def close(self) -> None:
        """Close the connections."""
        await self._connection.close()
