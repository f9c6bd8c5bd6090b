"""`paillasse demo`: what `make run` starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.rule import Rule

from paillasse.cli.ask import show
from paillasse.cli.ingest import find_files, ingest_all, summarise
from paillasse.cli.session import FAILED, stderr, stdout, with_services
from paillasse.types import Query, Scope

if TYPE_CHECKING:
    from paillasse.bootstrap import Services

_QUESTIONS = (
    ("Que faire quand la centrifugeuse affiche l'erreur E-203 ?", ""),
    ("How do I calibrate the analyser?", ""),
    ("À quelle température faut-il régler le couvercle chauffant ?", "thermocycler"),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    context: typer.Context,
    samples: Annotated[Path, typer.Argument(help="Folder with the sample manuals.")] = Path("samples/manuals"),
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

    with_services(context, work)
    stdout.print()
    stdout.print(Rule("Your turn", align="left"))
    stdout.print("  paillasse ingest your.pdf", style="bold", highlight=False)
    stdout.print('  paillasse ask "your question, in French or English"', style="bold", highlight=False)
    stdout.print("  paillasse --help", style="bold", highlight=False)
