"""`ManualSource` over a container of Azure Blob Storage, by its REST API."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from importlib import import_module
from typing import Any
from urllib.parse import quote

from paillasse.adapters.manual_sources.connection import Connection, Token
from paillasse.errors.sources import SourceError
from paillasse.protocols.manual_sources import RemoteManual

_etree: Any = import_module("lxml.etree")  # without types
_VERSION = "2021-12-02"
"""Of the API: the first with everything that is used here in every cloud of Azure."""


class AzureBlob:
    """Blobs of a container whose name begins with a prefix. Versions are entity tags.

    Args:
        account: name of the storage account.
        container: name of the container.
        prefix: empty for all of it.
        token: shown with each request.
        url: another address of the account.
    """

    def __init__(self, account: str, container: str, prefix: str, token: Token, url: str = "") -> None:
        self._root = f"az://{account}/{container}/"
        self.address = (self._root + prefix).rstrip("/")
        self._prefix = prefix
        self._container = f"{url or f'https://{account}.blob.core.windows.net'}/{quote(container, safe='')}"
        self._connection = Connection(f"the container {container}", token, {"x-ms-version": _VERSION})

    def address_of(self, manual: RemoteManual) -> str:
        """Of one object."""
        return self._root + manual.name

    def holds(self, manual: RemoteManual) -> bool:
        """By its name."""
        return manual.name.startswith(self._prefix)

    async def list(self) -> AsyncGenerator[RemoteManual]:
        """Every blob, page by page; raises as `ManualSource.list`."""
        marker = ""
        while True:
            asked = {"restype": "container", "comp": "list", "prefix": self._prefix}
            answer = await self._connection.get(self._container, asked | ({"marker": marker} if marker else {}))
            blobs, marker = self._page(answer)
            for blob in blobs:
                yield blob
            if not marker:
                return

    def read(self, manual: RemoteManual) -> AsyncGenerator[bytes]:
        """The bytes while they still have this tag; raises as `ManualSource.read`."""
        return self._connection.blocks(f"{self._container}/{quote(manual.name)}", {}, {"If-Match": manual.version})

    async def close(self) -> None:
        """Close the connections."""
        await self._connection.close()

    def _page(self, answer: bytes) -> tuple[list[RemoteManual], str]:
        """Blobs of one page, and where the next one begins; empty after the last."""
        parser = _etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root: Any = _etree.fromstring(answer, parser)
            blobs = [self._blob(each) for each in root.iterfind("Blobs/Blob")]
        except (_etree.XMLSyntaxError, AttributeError, ValueError, TypeError) as error:
            raise SourceError(f"The list of {self.address} is not one of Azure Blob Storage.") from error
        return [blob for blob in blobs if not blob.name.endswith("/")], root.findtext("NextMarker") or ""

    @staticmethod
    def _blob(element: Any) -> RemoteManual:
        properties = element.find("Properties")
        tag = properties.findtext("Etag")
        quoted = tag if tag.startswith('"') else f'"{tag}"'  # lists leave the quotes out that a condition needs
        return RemoteManual(element.findtext("Name"), quoted, int(properties.findtext("Content-Length")))
