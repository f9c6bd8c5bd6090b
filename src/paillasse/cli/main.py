"""The `paillasse` command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from paillasse.cli import ask, demo, documents, evaluate, ingest, reconcile
from paillasse.cli.session import State, stderr
from paillasse.errors import PaillasseError
from paillasse.settings import Settings

app = typer.Typer(
    name="paillasse",
    help="Ask the manuals of your laboratory equipment, in French or English.\n\n"
    'Start with `paillasse ingest your.pdf`, then `paillasse ask "How do I…?"`. Every sentence of an answer carries '
    "a quote that was found again on the page; when the manuals do not answer, it says so.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
ask.register(app)
ingest.register(app)
evaluate.register(app)
reconcile.register(app)
demo.register(app)
app.add_typer(documents.app, name="documents")


@app.callback()
def root(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(help="Directory that holds all state.", envvar="PAILLASSE_HOME", show_default="~/.paillasse"),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Pipeline configuration (JSON): how it answers.", envvar="PAILLASSE_CONFIG")
    ] = None,
) -> None:
    """Options that hold for every command."""
    settings = Settings() if home is None else Settings(home=home)
    context.obj = State(settings, config)


def main() -> None:
    """Entry point: errors of ours become one sentence, a hint and exit code 1."""
    try:
        app()
    except PaillasseError as error:
        stderr.print(f"[bold red]Error[/] ({error.code}): {error}", highlight=False)
        if error.hint:
            stderr.print(error.hint, style="dim", highlight=False)
        sys.exit(1)
