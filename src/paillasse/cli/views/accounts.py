"""Users and collections."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from paillasse.access.types import Collection, User


def users_view(users: Sequence[User]) -> RenderableType:
    """One row a user."""
    if not users:
        return Text("No user yet. Start with: paillasse users create NAME --email ADDRESS --admin")
    table = _table("user", "e-mail", "role", "since")
    for user in users:
        since = Text("suspended", style="red") if user.suspended else Text(f"{user.created_at:%Y-%m-%d}")
        table.add_row(Text(user.username, style="bold"), Text(user.email), user.role.value, since)
    return table


def collections_view(collections: Sequence[tuple[Collection, Sequence[User]]]) -> RenderableType:
    """One row a collection, with its members."""
    table = _table("collection", "title", "members")
    for collection, members in collections:
        names = ", ".join(user.username for user in members)
        table.add_row(Text(collection.name, style="bold"), Text(collection.title), Text(names))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
