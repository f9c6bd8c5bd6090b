"""`paillasse users create|list|set-role|suspend|remove|reset-password`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from paillasse.access.types import COMMAND_LINE, Role, User
from paillasse.cli.session import print_json, stdout, with_access
from paillasse.language.text import printable

if TYPE_CHECKING:
    from paillasse.composition.accounts import Access

app = typer.Typer(help="Create, list and change users.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(metavar="USER", help="User name or e-mail address.")]


@app.command()
def create(
    context: typer.Context,
    username: Annotated[str, typer.Argument(help="Letters and digits, with . - or _ between them.")],
    email: Annotated[str, typer.Option(help="E-mail address.")],
    role: Annotated[Role, typer.Option(help="What the user may do.")] = Role.TECHNICIAN,
    admin: Annotated[bool, typer.Option("--admin", help="The same as --role admin.")] = False,
    collection: Annotated[
        list[str] | None, typer.Option(help="A collection that the user becomes a member of; repeat for several.")
    ] = None,
) -> None:
    """Create a user; the password is asked for, or read from standard input."""
    password = typed_password()

    async def work(access: Access) -> User:
        names = collection or []
        for name in names:
            await access.membership.members(name)  # finds a missing one before there is a user
        made = await access.accounts.create(COMMAND_LINE, username, email, password, Role.ADMIN if admin else role)
        for name in names:
            await access.membership.add_member(COMMAND_LINE, name, made.id)
        return made

    made = with_access(context, work)
    stdout.print(Text(f"Created “{made.username}” ({made.role.value})."))
    if not collection:
        stdout.print(Text("Members of no collection read no manual. To add this one to a collection:"))
        stdout.print(Text(f"  paillasse collections add-member COLLECTION {made.username}"))


@app.command("list")
def list_(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Every user."""
    users = with_access(context, lambda access: access.accounts.list())
    if as_json:
        print_json([_public(user) for user in users], list[dict[str, object]])
        return
    from paillasse.cli.views.accounts import users_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(users_view(users))


@app.command("set-role")
def set_role(context: typer.Context, user: Who, role: Annotated[Role, typer.Argument()]) -> None:
    """Change what a user may do; a lower role ends his sessions at once."""

    async def work(access: Access) -> User:
        return await access.accounts.set_role(COMMAND_LINE, (await access.accounts.find(user)).id, role)

    changed = with_access(context, work)
    stdout.print(Text(f"“{printable(changed.username)}” is {changed.role.value} now."))


@app.command()
def suspend(
    context: typer.Context,
    user: Who,
    lift: Annotated[bool, typer.Option("--lift", help="Let the user in again.")] = False,
) -> None:
    """Keep a user out: sessions end at once, API keys do not work while it lasts."""

    async def work(access: Access) -> User:
        found = await access.accounts.find(user)
        change = access.accounts.restore if lift else access.accounts.suspend
        return await change(COMMAND_LINE, found.id)

    changed = with_access(context, work)
    stdout.print(Text(f"“{printable(changed.username)}” is {'suspended' if changed.suspended else 'let in again'}."))


@app.command()
def remove(
    context: typer.Context, user: Who, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
) -> None:
    """Remove an account for good, with its conversations, its feedback and its API keys."""
    found = with_access(context, lambda access: access.accounts.find(user))
    if not yes:  # nothing is held open while a person thinks
        typer.confirm(f"Remove “{printable(found.username)}” and everything he asked?", abort=True)
    with_access(context, lambda access: access.accounts.remove(COMMAND_LINE, found.id))
    stdout.print(Text(f"Removed “{printable(found.username)}”."))


@app.command("reset-password")
def reset_password(context: typer.Context, user: Who) -> None:
    """Give a user a new password, asked for or read from standard input; ends his sessions."""
    password = typed_password()

    async def work(access: Access) -> User:
        found = await access.accounts.find(user)
        await access.accounts.reset_password(COMMAND_LINE, found, password)
        return found

    stdout.print(Text(f"“{printable(with_access(context, work).username)}” has a new password."))


def typed_password() -> str:
    """Typed twice without being shown, or the first line of standard input; every user could read an argument."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _public(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "role": user.role.value,
        "suspended": user.suspended,
        "created_at": user.created_at,
    }
