"""The parser process: `python -m paillasse.adapters.pdfium.worker FILE FIRST_PAGE MEMORY_MB SECONDS`.

Reads one hostile file under hard limits and streams its pages to standard output (see `paillasse.page_stream`). It
imports as little as it can: it is started once per file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from paillasse.adapters.confinement import claim_stdout, confine, grant_cpu
from paillasse.adapters.pdfium.reader import PdfiumFile, open_file
from paillasse.errors.root import PaillasseError
from paillasse.page_stream import MAX_FRAME, OUT_OF_MEMORY, failed_page, frame, pack_page
from paillasse.types.pages import RawPage


def main(arguments: list[str]) -> int:
    """Parse one file; the exit status is 0 also when it was refused, since the stream says so."""
    path, first, memory_mb, seconds = Path(arguments[0]), *map(int, arguments[1:4])
    stream = claim_stdout()
    confine(memory_mb)
    grant_cpu(seconds)
    try:
        with open_file(path) as file:
            _serve(file, first, seconds, stream)
    except PaillasseError as error:
        _send(stream, {"kind": "refused", "code": error.code, "message": str(error), "hint": error.hint})
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _serve(file: PdfiumFile, first: int, seconds: int, stream: BinaryIO) -> None:
    _send(stream, {"kind": "opened", "pages": file.page_count})
    for number in range(first, file.page_count + 1):
        grant_cpu(seconds)
        page = _page(file, number)
        message = frame({"kind": "page", **pack_page(page)})
        if len(message) > MAX_FRAME:
            message = frame({"kind": "page", **pack_page(failed_page(number, page.label))})
        stream.write(message)
        stream.flush()
    _send(stream, {"kind": "end", "outline": file.outline(), "properties": file.properties()})


def _page(file: PdfiumFile, number: int) -> RawPage:
    """The page, or its empty place when its content makes no sense (absurd numbers, broken text)."""
    try:
        return file.page(number)
    except (ArithmeticError, LookupError, RuntimeError, ValueError):
        return failed_page(number)


def _send(stream: BinaryIO, message: dict[str, object]) -> None:
    stream.write(frame(message))
    stream.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
