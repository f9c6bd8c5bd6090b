"""PDF files made on the spot: with reportlab, or by hand where the file must be odd."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def drawn_pdf(path: Path, draw: Callable[[Canvas], None], encrypt: str | None = None) -> Path:
    """Pages of 400 × 300 points drawn by a function, which calls `showPage` itself between pages."""
    canvas = Canvas(
        str(path), pagesize=(400, 300), initialFontName="Helvetica", initialFontSize=12, encrypt=encrypt, invariant=1
    )
    draw(canvas)
    canvas.save()
    return path


def one_page_manual(folder: Path) -> Path:
    """The smallest file that is read, cut and indexed like any manual."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 250, "Centrifuge C-16: opening the lid")
        canvas.drawString(40, 200, "Press the key OPEN for five seconds until the lid opens.")
        canvas.showPage()

    return drawn_pdf(folder / "centrifuge.pdf", draw)


def raw_pdf(path: Path, *objects: str | bytes) -> Path:
    """The given objects, numbered from 1 (1 is the catalogue), with a correct cross-reference table."""
    body, offsets = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        data = content.encode("latin-1") if isinstance(content, str) else content
        body += b"%d 0 obj\n%b\nendobj\n" % (number, data)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(bytes(body))
    return path


def stream(content: str | bytes, deflate: int = 0, extra: str = "") -> bytes:
    """A stream object, deflated `deflate` times."""
    data = content.encode("latin-1") if isinstance(content, str) else content
    for _ in range(deflate):
        data = zlib.compress(data, 9)
    filters = b"/FlateDecode " * deflate
    return b"<< /Length %d /Filter [%b] %b >>\nstream\n%b\nendstream" % (len(data), filters, extra.encode(), data)


def one_page(
    content: str | bytes, *, page: str = "/MediaBox [0 0 400 300]", font: str = HELVETICA, deflate: int = 0
) -> tuple[str | bytes, ...]:
    """Objects of a file with one page that has this content and the font /F1; the next free number is 6."""
    return (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(content, deflate),
        font,
    )
