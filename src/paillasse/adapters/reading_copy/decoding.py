"""From bytes to text: byte-order mark, UTF-8, the encoding an HTML page declares, else Windows-1252.

The order is that of the HTML standard (WHATWG, 13.2.3 "The input byte stream"), for every kind of text.
"""

from __future__ import annotations

import codecs
import re

from paillasse.adapters.reading_copy.formats import unsupported

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SINGLE_BYTE = ("iso8859-", "cp", "mac-", "koi8-")
"""What a page may declare truthfully once it is neither marked nor UTF-8."""
_HEAD = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL = 0.001
"""Share of control characters over which a file is no text."""
_MAX_BROKEN = 0.05
"""Share of broken characters among those outside ASCII up to which a text is UTF-8 with a few damaged bytes."""


def decode(data: bytes, name: str) -> str:
    """The text of a file, with control characters removed and line ends made one.

    Raises:
        UnsupportedFormat: the bytes are no text.
    """
    text = _marked(data) or _utf8(data) or _declared(data) or data.decode("cp1252", "replace")
    controls = len(_CONTROL.findall(text))
    if controls > _MAX_CONTROL * len(text):
        raise unsupported(name, "no text and no document known here", "Export it to PDF and ingest that file.")
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _marked(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return ""


def _utf8(data: bytes) -> str:
    """The text when it is UTF-8, give or take a damaged byte; empty otherwise."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("�")
    foreign = len(re.findall(r"[^\x00-\x7f]", text))
    return "" if broken > _MAX_BROKEN * foreign else text


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD])
    try:
        encoding = codecs.lookup(match.group(1).decode("ascii")).name if match else ""
    except (LookupError, UnicodeDecodeError):  # an encoding that nobody knows
        return ""
    return data.decode(encoding, "replace") if encoding.startswith(_SINGLE_BYTE) else ""
