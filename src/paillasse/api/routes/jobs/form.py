"""A form with one file (`multipart/form-data`), read as it comes: the file goes through, nothing of it is kept here.

What stands before the file is known before the first byte of it is asked for: so who may not send it is told at once.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from paillasse.errors.jobs import UploadMalformed

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_MOST_PARTS = 8
_MOST_HEADERS = 8
"""Of one part."""
_LONGEST_HEADER = 2048
_LONGEST_FIELD = 1024
_MOST_AROUND = 64 << 10
"""Bytes of a form that are not the file."""
_FILE = "file"


@dataclass(slots=True)
class _Part:
    """What is known of the part at hand."""

    header: str = ""
    value: bytearray = field(default_factory=bytearray)
    """Of the header at hand, then of the field."""
    disposition: bytes = b""
    name: str = ""


class UploadForm:
    """A form that is being received; `begin` first, then `blocks`."""

    def __init__(self, content_type: str, stream: AsyncIterator[bytes]) -> None:
        """Nothing is read yet.

        Args:
            content_type: of the request.
            stream: its body.

        Raises:
            UploadMalformed: the content type names no boundary, or one that is too long.
        """
        self.filename = ""
        """As the sender calls the file."""
        self.fields: dict[str, str] = {}
        """What came before the file."""
        self._stream = stream
        self._part = _Part()
        self._parts = 0
        self._around = 0
        self._found = False
        self._ended = False
        self._blocks: list[bytes] = []
        self._parser = _parser(
            content_type,
            {
                "on_part_begin": self._part_begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._part_data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    async def begin(self) -> None:
        """Read up to the file.

        Raises:
            UploadMalformed: the form is broken, or ends without a file.
        """
        while not self._found:
            if self._ended or not await self._read():
                raise UploadMalformed("The form holds no file.")

    async def blocks(self) -> AsyncGenerator[bytes]:
        """The file, in pieces as they come.

        Raises:
            UploadMalformed: the form is broken, cut short, or holds another file.
        """
        while True:
            for block in self._blocks:
                yield block
            self._blocks.clear()
            if self._ended:
                return
            if not await self._read():
                raise UploadMalformed("The form is cut short.")

    async def _read(self) -> bool:
        """Take in what comes next; False when nothing comes any more."""
        data = await anext(self._stream, b"")
        before = sum(map(len, self._blocks))
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise UploadMalformed("The form is broken.") from error
        self._around += len(data) - (sum(map(len, self._blocks)) - before)
        if self._around > _MOST_AROUND:
            raise UploadMalformed("The form holds too much beside the file.")
        return bool(data)

    def _part_begin(self) -> None:
        self._part = _Part()
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise UploadMalformed("The form has too many parts.")

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._part.header += data[start:end].decode("latin-1").lower()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.value += data[start:end]

    def _header_end(self) -> None:
        if self._part.header == "content-disposition":
            self._part.disposition = bytes(self._part.value)
        self._part.header = ""
        self._part.value.clear()

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._part.disposition)
        self._part.name = options.get(b"name", b"").decode(errors="replace")
        if self._part.name == _FILE:
            if self._found:
                raise UploadMalformed("The form holds more than one file.")
            self._found = True
            self.filename = options.get(b"filename", b"").decode(errors="replace")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._part.name == _FILE:
            self._blocks.append(data[start:end])
            return
        self._part.value += data[start:end]
        if len(self._part.value) > _LONGEST_FIELD:
            raise UploadMalformed("A field of the form is too long.")

    def _part_end(self) -> None:
        if self._part.name != _FILE and not self._found:
            self.fields[self._part.name] = self._part.value.decode(errors="replace")

    def _end(self) -> None:
        self._ended = True


def _parser(content_type: str, callbacks: MultipartCallbacks) -> MultipartParser:
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not boundary:
        raise UploadMalformed("The content type of the form names no boundary.")
    try:
        return MultipartParser(boundary, callbacks, max_header_count=_MOST_HEADERS, max_header_size=_LONGEST_HEADER)
    except FormParserError as error:
        raise UploadMalformed("The boundary of the form is too long.") from error
