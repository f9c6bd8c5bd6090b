"""The drawing process: `python -m paillasse.adapters.page_pictures.worker TASK FILE NAME … MEMORY_MB SECONDS`.

Works on one hostile file under hard limits and writes to standard output, numbers big-endian:

- `draw FILE NAME PAGE WIDTH …` one page: width and height in pixels, 32 bits each, then the pixels, three bytes each
  (red, green, blue), row by row. Raw: whoever reads them decodes nothing that this process may have been made to write.
- `copy FILE NAME …` the reading copy of a file that is no PDF: its length, 64 bits, then its bytes.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from paillasse.adapters.confinement import claim_stdout, confine, grant_cpu
from paillasse.adapters.page_pictures.pixels import LENGTH, MAX_SIDE, SIZE
from paillasse.errors.root import PaillasseError

pypdfium2: Any = import_module("pypdfium2")
"""Without the typed seam that parsing goes through: it takes three times as long to import as a page to draw."""
raw: Any = import_module("pypdfium2.raw")

_FAILED = 1
_HEAD = 1024
"""Bytes in which `%PDF-` must stand: ISO 32000-1, implementation note 13."""
_WHITE = 0xFFFFFFFF


def main(arguments: list[str]) -> int:
    """Do one task; the exit status is 0 when what it gives was written."""
    task, path, name = arguments[0], Path(arguments[1]), arguments[2]
    *asked, memory_mb, seconds = map(int, arguments[3:])
    stream = claim_stdout()
    confine(memory_mb)
    grant_cpu(seconds)
    try:
        done = _copied(path, name) if task == "copy" else _drawn(path, name, *asked)
    except (ArithmeticError, LookupError, MemoryError, OSError, ValueError, PaillasseError, pypdfium2.PdfiumError):
        return _FAILED
    stream.write(done)
    stream.flush()
    return 0


def _copied(path: Path, name: str) -> bytes:
    from paillasse.adapters.reading_copy.copy import reading_copy  # noqa: PLC0415 - most files are PDFs

    copy = reading_copy(path, name)
    return LENGTH.pack(len(copy)) + copy


def _drawn(path: Path, name: str, number: int, width: int) -> bytes:
    with _opened(path, name) as document:
        return _draw(document[number - 1], width)


@contextmanager
def _opened(path: Path, name: str) -> Generator[Any]:
    """A PDF, or the reading copy of what is none."""
    source: Path | bytes = path
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(_HEAD)
    if not is_pdf:
        from paillasse.adapters.reading_copy.copy import reading_copy  # noqa: PLC0415 - most files are PDFs

        source = reading_copy(path, name)
    document = pypdfium2.PdfDocument(source)
    try:
        yield document
    finally:
        document.close()


def _draw(page: Any, width: int) -> bytes:
    """The page as displayed, annotations included, as wide as asked unless it would be far too high."""
    shown_width, shown_height = page.get_size()
    scale = min(width / shown_width, MAX_SIDE / shown_height)
    size = max(1, round(shown_width * scale)), max(1, round(shown_height * scale))
    bitmap = raw.FPDFBitmap_CreateEx(*size, raw.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError
    raw.FPDFBitmap_FillRect(bitmap, 0, 0, *size, _WHITE)
    raw.FPDF_RenderPageBitmap(bitmap, page.raw, 0, 0, *size, 0, raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER)
    stride, row = int(raw.FPDFBitmap_GetStride(bitmap)), 3 * size[0]
    buffer = memoryview(ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * size[1]))
    return SIZE.pack(*size) + b"".join(buffer[y * stride : y * stride + row] for y in range(size[1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
