"""`paillasse documents list|show|edit|remove`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from paillasse.cli.session import USAGE, print_json, stderr, stdout, with_services
from paillasse.errors import AmbiguousDocument, DocumentNotFound
from paillasse.text import printable
from paillasse.types import Document, DocumentKind, IngestionRecord

if TYPE_CHECKING:
    from paillasse.bootstrap import Services

app = typer.Typer(help="List, inspect, correct and remove documents.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="Id, its first characters, or the file name.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """Every document, and the files that could not become one."""

    async def work(services: Services) -> tuple[list[Document], list[IngestionRecord]]:
        return await services.documents.list(), await services.journal.list()

    documents, records = with_services(context, work)
    if as_json:
        print_json(documents, list[Document])
        return
    from paillasse.cli.views.documents import documents_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(documents_view(documents, records))


@app.command()
def show(context: typer.Context, document: Which, as_json: AsJson = False) -> None:
    """One document: metadata with the confidence of each guess, and the coverage report page by page."""

    async def work(services: Services) -> Document:
        return await find(services, document)

    found = with_services(context, work)
    if as_json:
        print_json(found, Document)
        return
    from paillasse.cli.views.documents import document_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(document_view(found))


@app.command()
def edit(
    context: typer.Context,
    document: Which,
    title: Annotated[str | None, typer.Option()] = None,
    manufacturer: Annotated[str | None, typer.Option()] = None,
    equipment: Annotated[
        list[str] | None, typer.Option(help="A name of the machine; repeat for several. Replaces the present ones.")
    ] = None,
    kind: Annotated[DocumentKind | None, typer.Option()] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code, as in fr or en.")] = None,
    revision: Annotated[str | None, typer.Option()] = None,
    date: Annotated[datetime | None, typer.Option(help="Effective date.", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Correct what was guessed about a document."""
    given = {
        "title": title,
        "manufacturer": manufacturer,
        "equipment": tuple(equipment) if equipment else None,
        "kind": kind,
        "language": language,
        "revision": revision,
        "effective_date": date.date() if date else None,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        stderr.print("Nothing to change: give at least one option (see --help).", style="red")
        raise typer.Exit(USAGE)

    from paillasse.cli.views.documents import document_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.library.errors import UnsuitableMetadata  # noqa: PLC0415 - `ask` must not wait for it
    from paillasse.library.shelf.corrections import corrected  # noqa: PLC0415

    async def work(services: Services) -> Document:
        found = await find(services, document)
        return await services.documents.correct(found.id, lambda latest: corrected(latest.metadata, changes))

    try:
        stdout.print(document_view(with_services(context, work)))
    except UnsuitableMetadata as error:
        raise typer.BadParameter(str(error)) from error


@app.command()
def remove(
    context: typer.Context,
    document: Which,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove a document with its index entries and its copy of the file, or forget a file that failed."""
    if with_services(context, lambda services: forget_failures(services, document)):
        stdout.print(Text(f"Forgot “{printable(document)}”."))
        return
    # Nothing is held open while a person thinks.
    found = with_services(context, lambda services: find(services, document))
    if not yes:
        typer.confirm(f"Remove “{printable(found.metadata.title)}” ({printable(found.filename)})?", abort=True)

    with_services(context, lambda services: services.pipeline.remove(found))
    stdout.print(Text(f"Removed “{found.metadata.title}”."))


async def forget_failures(services: Services, filename: str) -> bool:
    """Forget the files of this name that never became a document; False when there are none."""
    stored = set((await services.documents.sha256_by_document()).values())
    records = [r for r in await services.journal.list() if r.filename == filename and r.sha256 not in stored]
    for record in records:
        await services.journal.delete(record.collection, record.sha256)
    return bool(records)


async def find(services: Services, which: str) -> Document:
    """The document meant by an id, the start of one, or a file name.

    Raises:
        DocumentNotFound: none is.
        AmbiguousDocument: several are.
    """
    documents = await services.documents.list()
    exact = [d for d in documents if which in (d.id, d.filename)]
    matching = exact or [d for d in documents if which and d.id.startswith(which)]
    if not matching:
        raise DocumentNotFound(f"No document “{which}”.")
    if len(matching) > 1:
        ids = ", ".join(d.id[:13] for d in matching)
        raise AmbiguousDocument(f"“{which}” fits {len(matching)} documents: {ids}.")
    return matching[0]
