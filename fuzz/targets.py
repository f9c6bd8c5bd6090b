"""What is fuzzed: each target takes bytes, treats them as the product does, and raises when a promise is broken."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from contextlib import suppress

from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.answering.checking.facts import sentences
from paillasse.answering.checking.verification import same_text, verify
from paillasse.ingestion.chunking import chunk_pages
from paillasse.ingestion.sentences import glue, join_words
from paillasse.ingestion.structure import analyse
from paillasse.language.text import codes_in, drawable, printable
from paillasse.page_stream import pack_page, unframe, unpack_outline, unpack_page
from paillasse.pipeline_config import ChunkingConfig
from paillasse.types.answers import Verdict
from paillasse.types.documents import Chunk
from paillasse.types.pages import Box, Page, RawDocument, RawPage, Word

_PAGE = pack_page(RawPage(1, "i", 400, 300, (Word("a", Box(0, 1, 2, 3), 12, bold=True),)))
_KEYS = (*_PAGE, "outline")
_VALUES = (
    None, True, -1, 0, 2, 0.5, 1e308, math.inf, math.nan, 10**400, "", "1", "a\x1b[m\u202e \ud800", "ocr", [], [1],
    {}, [400, 300], [math.nan, 1], ["a", None], [" ", "b"], [0, 1, 2, 3, 12], [0, 1, 2, 3, 12] * 2, [[0, 0, 9, 0]],
    [[0, 0, 9]], [[1e9, 0, 9, 0]], [["Care", 1, 2, None]], [["Care", math.inf, 2, 5.5]], [["\x07", 1, 9, "x"]],
)  # fmt: skip
_RECORD = struct.Struct("<hhBBBB")
"""A word: x, y, width, height, size and which text."""
_TOKENS = (
    "1. • WARNING Figure 3 3.2 rotor The lid opens. ........ 12 E-01 I ü re- glage. Code: Meaning | DANGER : 2,5 ml "
    "ATTENTION! a) – e.g. Table …… 1-1 Ouvrez"
).split()
_COUNT = HashEmbedder().count_tokens


class BrokenPromise(AssertionError):
    """What was fuzzed did something that it promises never to do."""


def _promise(kept: bool, what: str) -> None:
    if not kept:
        raise BrokenPromise(what)


def page_stream(data: bytes) -> None:
    """What a parser process that was taken over may send: a sane page or outline, or `ValueError`."""
    with suppress(ValueError):
        unframe(data)
    message = {_KEYS[a % len(_KEYS)]: _VALUES[b % len(_VALUES)] for a, b in zip(data[::2], data[1::2], strict=False)}
    try:
        page = unpack_page({**_PAGE, **message})
    except ValueError:
        pass
    else:
        numbers = [page.width, page.height, *(v for w in page.words for v in (*w.box, w.size))]
        _promise(all(abs(n) <= 1e6 for n in numbers), "numbers are bounded")
        _promise(all(w.text and drawable(w.text) == w.text for w in page.words), "words can be shown")
        _promise(page.label.isprintable(), "labels can be shown")
    try:
        entries = unpack_outline(message.get("outline", []), 3)
    except ValueError:
        return
    _promise(all(1 <= e.page <= 3 and e.title.isprintable() for e in entries), "bookmarks lead to pages")


def pages_to_chunks(data: bytes) -> None:
    """Words and boxes anywhere: no word is lost or doubled, and each line says what its words say."""
    words = [_word(record) for record in _RECORD.iter_unpack(data[: len(data) // _RECORD.size * _RECORD.size])]
    half = len(words) // 2
    raw = RawDocument(tuple(RawPage(n, "", 595, 842, tuple(w)) for n, w in enumerate((words[:half], words[half:]), 1)))
    pages = analyse(raw)
    for before, page in zip(raw.pages, pages, strict=True):
        _promise(sorted(before.words) == sorted(page.words), "no word is lost or doubled")
    for chunk in chunk_pages("d", "Manual", pages, ChunkingConfig(max_tokens=60), _COUNT):
        _check_lines(chunk, pages)


def _word(record: tuple[int, int, int, int, int, int]) -> Word:
    x, y, width, height, size, which = record
    left, top = x % 600, y % 850
    return Word(_TOKENS[which % len(_TOKENS)], Box(left, top, left + width, top + height), size % 40, which > 200)


def _check_lines(chunk: Chunk, pages: tuple[Page, ...]) -> None:
    for line in chunk.lines:
        said = ""
        for span in line.spans:
            _promise(0 <= span.start < span.end <= len(pages[span.page - 1].words), "spans lie on their page")
            part = join_words(pages[span.page - 1].words[span.start : span.end])
            said = glue(said, part) if said else part
        _promise(not line.spans or same_text(said, line.text), "a line says what its words say")


def verifier(data: bytes) -> None:
    """Any claim over any quote: no crash, and none with a number of its own passes."""
    claim, _, quote = data.decode("utf-8", "replace").partition("\n")
    verdict = verify(claim, [quote])
    _promise(verify(claim, [None]) is Verdict.NOT_FOUND, "no quote, no support")
    if verdict is Verdict.SUPPORTED and claim.split() != quote.split():
        known = {value for s in sentences(quote) for token in s for value in token.readings}
        digits = "".join(c for c in printable(quote) if c.isdecimal())
        for token in (token for s in sentences(claim) for token in s if token.readings):
            held = token.readings & known or any(value.strip("-") in digits for value in token.readings)
            _promise(bool(held), "numbers of a supported claim stand in its quote")


def questions(data: bytes) -> None:
    """Any text: it can be shown, and the codes found in it are codes."""
    text = data.decode("utf-8", "surrogateescape")
    _promise(printable(text).isprintable(), "what is shown can be shown")
    _promise(all(len(code) > 1 for code in codes_in(text)), "codes have two characters")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "page-stream": page_stream,
    "pages-to-chunks": pages_to_chunks,
    "verifier": verifier,
    "questions": questions,
}
