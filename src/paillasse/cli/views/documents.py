"""The shelf, and one document of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from paillasse.types import Document, IngestionRecord, IngestionState


def documents_view(documents: Sequence[Document], records: Sequence[IngestionRecord]) -> RenderableType:
    """The shelf, and below it the files that are not on it."""
    if not documents and not records:
        return Text("No document yet. Start with: paillasse ingest your.pdf")
    table = Table("id", "title", "equipment", "language", "pages", "status", "file")
    for document in documents:
        metadata = document.metadata
        status = Text(document.status.value, style="green" if document.status == "ready" else "yellow")
        equipment = ", ".join(metadata.equipment[:3])
        cells = (escape(metadata.title), escape(equipment), metadata.language, str(document.page_count))
        table.add_row(document.id[:8], *cells, status, escape(document.filename))
    failed = [r for r in records if r.state is not IngestionState.DONE]
    notes = [
        Text(f"✗ {r.filename}: {r.error_message or 'interrupted: ingest it again'} ({r.error_code or r.state})", "red")
        for r in failed
    ]
    return Group(table, *notes)


def document_view(document: Document) -> RenderableType:
    """One document in full."""
    metadata = document.metadata
    grid = Table.grid(padding=(0, 2))
    values = {
        "id": document.id,
        "file": f"{document.filename} (sha256 {document.sha256[:16]}…)",
        "title": metadata.title,
        "manufacturer": metadata.manufacturer,
        "equipment": ", ".join(metadata.equipment),
        "kind": metadata.kind.value,
        "language": ", ".join(metadata.languages) or metadata.language,
        "revision": metadata.revision,
        "effective_date": str(metadata.effective_date or ""),
        "status": document.status.value,
        "pages": f"{document.page_count}, {document.chunk_count} passages",
        "found": f"{document.coverage.headings} headings, {document.coverage.warnings} warnings, "
        f"{document.coverage.codes} codes",
    }
    for name, value in values.items():
        sure = metadata.confidence.get(name)
        note = f"[dim]{sure:.0%} sure[/]" if sure is not None and value else ""
        grid.add_row(Text(name, style="bold"), Text(value), note)
    pages = Table("page", "label", "characters", "tables", "figures", "text from", "trouble", title="Coverage")
    for page in document.coverage.pages:
        trouble = Text(page.trouble.value if page.trouble else "", style="yellow")
        counts = (str(page.characters), str(page.tables), str(page.figures))
        pages.add_row(str(page.page), escape(page.label), *counts, page.text_source.value, trouble)
    return Group(grid, pages)
