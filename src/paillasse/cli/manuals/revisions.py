"""`paillasse documents supersede|reinstate|diff`."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from paillasse.cli.session import print_json, stdout, with_home
from paillasse.cli.which import meant
from paillasse.language.text import printable
from paillasse.types.questions import Scope

if TYPE_CHECKING:
    from paillasse.client.client import Client
    from paillasse.client.values import DocumentEntry
    from paillasse.composition.bootstrap import Services
    from paillasse.library.revisions.diff import Comparison
    from paillasse.library.revisions.succession import Revisions
    from paillasse.protocols.stores import CatalogueEntry

Old = Annotated[str, typer.Argument(help="The older document: id, its first characters, or the file name.")]
New = Annotated[str, typer.Argument(help="The newer one.")]
Pair = tuple[str, str]


def register(app: typer.Typer) -> None:
    """Add the commands to those of documents."""
    app.command()(supersede)
    app.command()(reinstate)
    app.command()(diff)


def supersede(
    context: typer.Context,
    old: Old,
    new: New,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Have a new revision stand in the place of an old one, which answers no question from then on."""
    # Nothing is held open while a person thinks.
    former, latter = _found(context, old, new)
    titles = [f"“{printable(each.metadata.title)}” ({printable(each.filename)})" for each in (former, latter)]
    if not yes:
        typer.confirm(f"Replace {titles[0]} by {titles[1]}?", abort=True)

    async def here(services: Services) -> None:
        await _revisions(services).supersede(await _everything(services), former.id, latter.id)

    async def there(client: Client) -> None:
        await client.documents.supersede(former.id, latter.id)

    with_home(context, here, there)
    stdout.print(Text(f"{titles[0]} answers no more; {titles[1]} does."))


def reinstate(
    context: typer.Context,
    document: Annotated[str, typer.Argument(help="A superseded document: id, its first characters, or the file name.")],
) -> None:
    """Have a superseded document answer questions again."""
    [found] = _found(context, document)

    async def here(services: Services) -> None:
        await _revisions(services).reinstate(await _everything(services), found.id)

    async def there(client: Client) -> None:
        await client.documents.reinstate(found.id)

    with_home(context, here, there)
    stdout.print(Text(f"“{printable(found.metadata.title)}” answers again."))


def diff(
    context: typer.Context,
    old: Old,
    new: New,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """What changed from one revision to another, section by section, changed numbers first."""
    former, latter = _found(context, old, new)

    async def here(services: Services) -> Comparison:
        return await _revisions(services).compare(await _everything(services), former.id, latter.id)

    found = with_home(context, here, lambda client: client.documents.compare(former.id, latter.id))
    if as_json:
        from paillasse.library.revisions.diff import Comparison as Told  # noqa: PLC0415 - `ask` must not wait for it

        print_json(found, Told)
        return
    from paillasse.cli.views.revisions import comparison_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(comparison_view(found))


def _found(context: typer.Context, *which: str) -> list[CatalogueEntry | DocumentEntry]:
    """The documents meant, superseded ones too."""

    async def here(services: Services) -> list[CatalogueEntry | DocumentEntry]:
        entries = await services.documents.catalogue()
        return [meant(entries, each) for each in which]

    async def there(client: Client) -> list[CatalogueEntry | DocumentEntry]:
        entries = await client.documents.list(standing="all")
        return [meant(entries, each) for each in which]

    return with_home(context, here, there)


def _revisions(services: Services) -> Revisions:
    from paillasse.library.revisions.succession import Revisions as Kept  # noqa: PLC0415 - as above

    return Kept(lambda: nullcontext(services))


async def _everything(services: Services) -> Scope:
    """Somebody with a shell here reads all collections."""
    return Scope(tuple({entry.collection for entry in await services.documents.catalogue()}))
