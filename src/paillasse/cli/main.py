"""The `paillasse` command."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.text import Text

from paillasse.cli import ask, backup, demo, mcp, serve, users
from paillasse.cli.loop import drift, evaluate, experiment, golden, models, release, rollout, train
from paillasse.cli.manuals import collections, documents, index, ingest, jobs, reconcile, revisions
from paillasse.cli.session import FAILED, USAGE, State, stderr
from paillasse.errors.root import InvalidConfiguration, InvalidQuestion, PaillasseError
from paillasse.language.text import printable
from paillasse.settings import Settings

_SHARED = frozenset({"--home", "--config"})

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
backup.register(app)
jobs.register(app)
mcp.register(app)
demo.register(app)
serve.register(app)
revisions.register(documents.app)
app.add_typer(documents.app, name="documents")
app.add_typer(index.app, name="index")
app.add_typer(experiment.app, name="experiment")
release.app.add_typer(rollout.app, name="rollout")
app.add_typer(release.app, name="release")
app.add_typer(drift.app, name="drift")
app.add_typer(jobs.app, name="jobs")
app.add_typer(golden.app, name="golden")
app.add_typer(users.app, name="users")
app.add_typer(collections.app, name="collections")
app.add_typer(train.app, name="train")
app.add_typer(models.app, name="models")


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
    """Options that hold for every command, before or after it."""
    try:
        settings = Settings() if home is None else Settings(home=home)
    except ValidationError as error:
        wrong = "; ".join(f"PAILLASSE_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise InvalidConfiguration(f"A setting cannot be used. {wrong}") from error
    context.obj = State(settings, config)


def shared_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with `--home` and `--config` moved to the front: people write them after the command as well."""
    shared: list[str] = []
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    place = 0
    while place < end:
        name, equals, _ = rest[place].partition("=")
        count = 1 if equals else 2
        if name in _SHARED and place + count <= end:
            shared += rest[place : place + count]
            del rest[place : place + count]
            end -= count
        else:
            place += 1
    return [*shared, *rest]


def main() -> None:
    """Entry point: errors of ours become one sentence, a hint and exit code 1 (2 for what cannot be a question)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without accents is no reason to fail
    try:
        app(args=shared_first(sys.argv[1:]))
    except PaillasseError as error:
        message = "\n".join(map(printable, str(error).split("\n")))
        stderr.print(Text.assemble(("Error", "bold red"), f" ({error.code}): {message}"))
        if error.hint:
            stderr.print(Text(error.hint, style="dim"))
        sys.exit(USAGE if isinstance(error, InvalidQuestion) else FAILED)
