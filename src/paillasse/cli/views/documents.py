"""The shelf, and one document of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from paillasse.errors.manuals import OcrUnavailable
from paillasse.language.text import printable
from paillasse.types.documents import Document, DocumentStatus
from paillasse.types.ingestion import IngestionRecord, IngestionState
from paillasse.types.pages import CoverageReport, PageTrouble, TextSource


def documents_view(documents: Sequence[Document], records: Sequence[IngestionRecord]) -> RenderableType:
    """The shelf, and below it the files that are not on it."""
    if not documents and not records:
        return Text("No document yet. Start with: paillasse ingest your.pdf")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for name in ("id", "document", "pages", "status"):
        table.add_column(name, overflow="fold", justify="right" if name == "pages" else "left")
    for document in documents:
        style = "green" if document.status is DocumentStatus.READY else "yellow"
        status = Text(document.status.value.replace("_", " "), style=style)
        table.add_row(document.id[:8], _entry(document), str(document.page_count), status)
    stored = {(d.collection, d.sha256) for d in documents}
    failed = [r for r in records if r.state is not IngestionState.DONE and (r.collection, r.sha256) not in stored]
    return Group(*([table] if documents else []), *map(_failure, failed))


def _entry(document: Document) -> Text:
    """Title, machines and file, one under the other."""
    metadata = document.metadata
    shelf = [] if document.collection == "default" else [f"collection {document.collection}"]
    languages = ", ".join(metadata.languages) or metadata.language
    lines = (
        ", ".join(metadata.equipment[:3]),
        " · ".join(filter(None, [printable(document.filename), languages, *shelf])),
    )
    return Text.assemble((metadata.title, "bold"), *((f"\n{line}", "dim") for line in lines if line))


def _failure(record: IngestionRecord) -> Text:
    if record.state is IngestionState.RUNNING:
        return Text(f"✗ {printable(record.filename)}: interrupted; ingest it again", style="red")
    return Text(f"✗ {printable(record.error_message)} ({record.error_code})", style="red")


def document_view(document: Document) -> RenderableType:
    """One document in full."""
    metadata = document.metadata
    grid = Table.grid(padding=(0, 2))
    values = {
        "id": document.id,
        "file": f"{printable(document.filename)} (sha256 {document.sha256[:16]}…)",
        "title": metadata.title,
        "manufacturer": metadata.manufacturer,
        "equipment": ", ".join(metadata.equipment),
        "kind": metadata.kind.value,
        "language": ", ".join(metadata.languages) or metadata.language,
        "revision": metadata.revision,
        "effective date": str(metadata.effective_date or ""),
        "status": document.status.value.replace("_", " "),
        "size": f"{document.page_count} pages, {document.chunk_count} passages",
        "found": f"{document.coverage.headings} headings, {document.coverage.warnings} warnings, "
        f"{document.coverage.codes} codes, {document.coverage.pictures_read} pictures with words",
    }
    for name, value in values.items():
        sure = metadata.confidence.get(name.replace(" ", "_"))
        note = Text(f"{sure:.0%} sure" if sure is not None and value else "", style="dim")
        grid.add_row(Text(name, style="bold"), Text(value or "–"), note)
    return Group(grid, Text(""), _coverage(document.coverage))


def _coverage(coverage: CoverageReport) -> RenderableType:
    pages = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for name in ("page", "printed as", "characters", "tables", "figures", "text from", "trouble"):
        pages.add_column(name, justify="right" if name in ("page", "characters", "tables", "figures") else "left")
    for page in coverage.pages:
        trouble = Text(page.trouble.value.replace("_", " ") if page.trouble else "", style="yellow")
        counts = (str(page.characters), str(page.tables), str(page.figures))
        source = page.text_source.value.replace("_", " ")
        sure = f" ({page.confidence:.0%} sure)" if page.text_source is TextSource.OCR else ""
        pages.add_row(str(page.page), Text(page.label), *counts, source + sure, trouble)
    missing = coverage.pictures_unread or any(page.trouble is PageTrouble.OCR_MISSING for page in coverage.pages)
    left = "To read the pages and pictures that were left: "
    return Group(pages, Text(left + OcrUnavailable.hint, style="yellow")) if missing else pages
