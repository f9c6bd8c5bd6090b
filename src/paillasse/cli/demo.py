"""`paillasse demo`: what `make run` and `make demo` start."""

from __future__ import annotations

import asyncio
import os
import secrets
import shlex
import sys
import webbrowser
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from paillasse.cli.ask import show
from paillasse.cli.manuals.ingest import find_files, ingest_all, summarise
from paillasse.cli.serve import answer_requests, bound
from paillasse.cli.session import FAILED, stderr, stdout, with_services
from paillasse.types.questions import Query, Scope

if TYPE_CHECKING:
    from paillasse.composition.bootstrap import Services
    from paillasse.service import Service

_QUESTIONS = (
    ("Que faire quand la centrifugeuse affiche l'erreur E-203 ?", ""),
    ("How do I calibrate the analyser?", ""),
    ("À quelle température faut-il régler le couvercle chauffant ?", "thermocycler"),
)
_NAME, _EMAIL = "demo", "demo@localhost"
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
"""Without one of these, what opens is a browser in the terminal that the server is in."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    context: typer.Context,
    samples: Annotated[Path, typer.Argument(help="Folder with the sample manuals.")] = Path("samples/manuals"),
    serve: Annotated[bool, typer.Option("--serve", help="Then serve the web app, with an account for it.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to serve at; 0 takes a free one.")] = 8000,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open it in the browser.")] = False,
) -> None:
    """Ingest the sample manuals and ask three questions, one of them in French over an English manual."""
    files = find_files([samples])
    if not files:
        stderr.print(f"No sample manual in {samples}: run this from the repository.", style="red")
        raise typer.Exit(FAILED)

    async def work(services: Services) -> None:
        verdicts, seconds = await ingest_all(services, files, "default")
        summarise(verdicts, seconds)
        answerer = await services.answerer(Scope())
        for question, equipment in _QUESTIONS:
            chosen = f'  --equipment "{equipment}"' if equipment else ""
            stdout.print()
            stdout.print(Rule(f'paillasse ask "{escape(question)}"{chosen}', align="left"))
            show(await answerer.answer(Query(question, equipment=equipment)), as_json=False, explain=False)

    async def greet(service: Service, url: str) -> None:
        stderr.print(await welcome(service, url))
        if not no_browser and sys.stderr.isatty() and any(map(os.environ.get, _SCREENS)):
            await asyncio.to_thread(webbrowser.open, url)  # it waits until the server answers

    with ExitStack() as stack:
        listening = stack.enter_context(bound("127.0.0.1", port)) if serve else None
        with_services(context, work)
        stdout.print()
        if listening is not None:
            answer_requests(context, listening, greet, "WARNING")
            return
    stdout.print(Rule("Your turn", align="left"))
    stdout.print("  paillasse ingest your.pdf", style="bold", highlight=False)
    stdout.print('  paillasse ask "your question, in French or English"', style="bold", highlight=False)
    stdout.print("  paillasse --help", style="bold", highlight=False)


async def welcome(service: Service, url: str) -> Panel:
    """Where the app is and how to sign in. In a home without users it makes one, whose password is shown this once."""
    accounts = service.access.accounts
    lines = Text.assemble("The app is at ", (url, "bold"), ". Ctrl-C stops.\n")
    token = await accounts.setup_token()
    if token is not None:
        password = "-".join(secrets.token_hex(2) for _ in range(5))
        await accounts.set_up(token, _NAME, _EMAIL, password, "")
        lines.append("Sign in as ").append(_NAME, "bold yellow").append(" with the password ")
        lines.append(password, "bold yellow").append(", which is not shown again.")
    else:
        reset = f"paillasse --home {shlex.quote(str(service.settings.home))} users reset-password {_NAME}"
        lines.append(f"Sign in as before. A forgotten password is replaced while the server is stopped:\n{reset}")
    return Panel(lines, title="Paillasse", expand=False)
