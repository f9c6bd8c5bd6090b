"""`paillasse index list|rebuild|drop`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from paillasse.cli.session import FAILED, State, print_json, stderr, stdout, with_services
from paillasse.cli.views.progress import reporting
from paillasse.language.text import printable
from paillasse.pipeline_config import PipelineConfig

if TYPE_CHECKING:
    from paillasse.composition.bootstrap import Services
    from paillasse.generations.rebuilding import Rebuilt

app = typer.Typer(help="List, rebuild and drop index generations.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="GENERATION", help="Its name in `paillasse index list`.")]


@dataclass(frozen=True, slots=True)
class Listed:
    """One generation, as it is listed."""

    name: str
    live: bool
    documents: int
    """Documents that it holds, superseded ones included."""
    of: int
    """Documents in all."""
    embedder: str
    """As configured; empty where it was not kept."""


@app.command("list")
def list_(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Every index generation, how many documents it holds, and which one answers."""
    listed = with_services(context, _listed)
    if as_json:
        print_json(listed, list[Listed])
        return
    table = Table("generation", "documents", "embedder", "", box=None, header_style="bold")
    for each in listed:
        mark = Text("live", style="green") if each.live else Text()
        table.add_row(each.name, f"{each.documents} of {each.of}", printable(each.embedder) or "unknown", mark)
    stdout.print(table)


@app.command()
def rebuild(
    context: typer.Context,
    generation: Annotated[
        str | None,
        typer.Argument(metavar="[GENERATION]", help="One that is there: complete it and go back to it."),
    ] = None,
) -> None:
    """Build the index of a configuration beside the live one, from the stored files, and switch to it.

    The configuration is that of `--config`, or of the generation named, or the live one as this version reads files.
    Safe to stop and to run again. The former generation stays, to go back to, until it is dropped. Exit code 1 when a
    document could not be read: then nothing is switched.
    """
    state: State = context.obj
    context.obj = replace(state, chosen=asyncio.run(_wanted(state, generation)))
    rebuilt = with_services(context, _rebuilt)
    for verdict in rebuilt.failed:
        message = Text.assemble(("✗ ", "red"), printable(verdict.message), " ", (verdict.hint, "dim"))
        stderr.print(message)
    stdout.print(f"{rebuilt.documents} documents read again, {len(rebuilt.failed)} failed.", style="bold")
    if not rebuilt.live:
        stdout.print("The former index still answers. Mend or remove these documents and run it again.")
        raise typer.Exit(FAILED)
    stdout.print(f"Generation {rebuilt.generation} answers now.")
    if rebuilt.former not in ("", rebuilt.generation):
        stdout.print(f"`paillasse index rebuild {rebuilt.former}` goes back; `paillasse index drop` frees its space.")


@app.command()
def drop(context: typer.Context, generation: Name) -> None:
    """Remove an index generation that does not answer any more; the documents and their files stay."""

    async def work(services: Services) -> None:
        from paillasse.loop.releasing import drop_generation  # noqa: PLC0415 - as above

        await drop_generation(services, generation)

    with_services(context, work)
    stdout.print(Text(f"Dropped {generation}."))


async def _wanted(state: State, generation: str | None) -> PipelineConfig:
    from paillasse.composition.startup import config_of, live_config  # noqa: PLC0415 - `--help` must not wait for the engines

    if generation is not None:
        return await config_of(state.settings, generation)
    if state.config is not None:
        return state.config
    version = PipelineConfig().parsing_version
    return (await live_config(state.settings)).model_copy(update={"parsing_version": version})


async def _listed(services: Services) -> list[Listed]:
    configurations = await services.generations.configurations()
    holders = await services.documents.generations()
    live = await services.generations.live() or services.generation
    total = len(set[str]().union(*holders.values()))
    return [
        Listed(name, name == live, len(holders.get(name, ())), total, _embedder(configurations.get(name, "")))
        for name in sorted(configurations.keys() | holders.keys())
    ]


def _embedder(configuration: str) -> str:
    if not configuration:
        return ""
    embedder = PipelineConfig.parse(configuration, "A generation").embedder
    return f"{embedder.provider}/{embedder.folder or embedder.name}"


async def _rebuilt(services: Services) -> Rebuilt:
    from paillasse.generations.rebuilding import rebuild as rebuild_generation  # noqa: PLC0415 - as above

    with reporting(stderr) as report:
        return await rebuild_generation(services, report)
