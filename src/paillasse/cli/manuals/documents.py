"""`paillasse documents list|show|edit|remove`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from paillasse.cli.session import USAGE, print_json, stderr, stdout, with_home
from paillasse.cli.which import meant
from paillasse.language.text import printable
from paillasse.types.documents import Document, DocumentKind
from paillasse.types.ingestion import IngestionRecord

if TYPE_CHECKING:
    from paillasse.client.client import Client
    from paillasse.composition.bootstrap import Services

app = typer.Typer(help="List, inspect, correct and remove documents.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="Id, its first characters, or the file name.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """Every document, and the files that could not become one."""

    async def here(services: Services) -> tuple[list[Document], list[IngestionRecord]]:
        return await services.documents.list(), await services.journal.list()

    async def there(client: Client) -> tuple[list[Document], list[IngestionRecord]]:
        from paillasse.cli.there.documents import listed  # noqa: PLC0415 - only while a server runs

        return await listed(client), []  # of files that failed it keeps jobs: `paillasse jobs list`

    documents, records = with_home(context, here, there)
    if as_json:
        print_json(documents, list[Document])
        return
    from paillasse.cli.views.documents import documents_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(documents_view(documents, records))


@app.command()
def show(context: typer.Context, document: Which, as_json: AsJson = False) -> None:
    """One document: metadata with the confidence of each guess, and the coverage report page by page."""
    found = _found(context, document)
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

    async def here(services: Services) -> Document:
        found = await find(services, document)
        return await services.documents.correct(found.id, lambda latest: corrected(latest.metadata, changes))

    async def there(client: Client) -> Document:
        from paillasse.cli.there.documents import corrected as corrected_there  # noqa: PLC0415 - only while it runs

        return await corrected_there(client, document, changes)

    try:
        stdout.print(document_view(with_home(context, here, there)))
    except UnsuitableMetadata as error:
        raise typer.BadParameter(str(error)) from error


@app.command()
def remove(
    context: typer.Context,
    document: Which,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove a document with its index entries and its copy of the file, or forget a file that failed."""
    if with_home(context, lambda services: forget_failures(services, document), _nothing_to_forget):
        stdout.print(Text(f"Forgot “{printable(document)}”."))
        return
    # Nothing is held open while a person thinks.
    found = _found(context, document)
    if not yes:
        typer.confirm(f"Remove “{printable(found.metadata.title)}” ({printable(found.filename)})?", abort=True)

    async def here(services: Services) -> None:
        await services.pipeline.remove(found)

    with_home(context, here, lambda client: client.documents.remove(found.id))
    stdout.print(Text(f"Removed “{found.metadata.title}”."))


def _found(context: typer.Context, which: str) -> Document:
    async def there(client: Client) -> Document:
        from paillasse.cli.there.documents import found  # noqa: PLC0415 - only while a server runs

        return await found(client, which)

    return with_home(context, lambda services: find(services, which), there)


async def _nothing_to_forget(_: Client) -> bool:
    """A server keeps failures as jobs."""
    return False


async def forget_failures(services: Services, filename: str) -> bool:
    """Forget the files of this name that never became a document; False when there are none."""
    stored = set((await services.documents.sha256_by_document()).values())
    records = [r for r in await services.journal.list() if r.filename == filename and r.sha256 not in stored]
    for record in records:
        await services.journal.delete(record.collection, record.sha256)
    return bool(records)


async def find(services: Services, which: str) -> Document:
    """The document meant by an id, the start of one, or a file name; raises what `which.meant` raises."""
    return meant(await services.documents.list(), which)
