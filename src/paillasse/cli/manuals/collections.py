"""`paillasse collections create|list|add-member|remove-member`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from paillasse.access.types import COMMAND_LINE, Collection, User
from paillasse.cli.session import print_json, stdout, with_access
from paillasse.language.text import printable

if TYPE_CHECKING:
    from paillasse.composition.accounts import Access

app = typer.Typer(help="Create and list collections, and say who may read them.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="COLLECTION", help="Its name.")]
Who = Annotated[str, typer.Argument(metavar="USER", help="User name or e-mail address.")]


@app.command()
def create(
    context: typer.Context,
    collection: Name,
    title: Annotated[str, typer.Option(help="What people read; the name when left out.")] = "",
) -> None:
    """Create a collection: a lab, a site, a product line."""
    made = with_access(context, lambda access: access.membership.create(COMMAND_LINE, collection, title))
    stdout.print(Text(f"Created “{printable(made.name)}”."))


@app.command("list")
def list_(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Every collection and its members."""

    async def work(access: Access) -> list[tuple[Collection, Sequence[User]]]:
        return [(one, await access.membership.members(one.name)) for one in await access.membership.list()]

    found = with_access(context, work)
    if as_json:
        print_json([_public(collection, members) for collection, members in found], list[dict[str, object]])
        return
    from paillasse.cli.views.accounts import collections_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(collections_view(found))


@app.command("add-member")
def add_member(context: typer.Context, collection: Name, user: Who) -> None:
    """Let a user read a collection."""

    async def work(access: Access) -> User:
        found = await access.accounts.find(user)
        await access.membership.add_member(COMMAND_LINE, collection, found.id)
        return found

    found = with_access(context, work)
    stdout.print(Text(f"“{printable(found.username)}” is a member of “{printable(collection)}”."))


@app.command("remove-member")
def remove_member(context: typer.Context, collection: Name, user: Who) -> None:
    """Let a user no longer read a collection; it holds at his next request."""

    async def work(access: Access) -> User:
        found = await access.accounts.find(user)
        await access.membership.remove_member(COMMAND_LINE, collection, found.id)
        return found

    found = with_access(context, work)
    stdout.print(Text(f"“{printable(found.username)}” is no member of “{printable(collection)}”."))


def _public(collection: Collection, members: Sequence[User]) -> dict[str, object]:
    return {
        "name": collection.name,
        "title": collection.title,
        "created_at": collection.created_at,
        "members": [user.username for user in members],
    }
