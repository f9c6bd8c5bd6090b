"""`paillasse release rollout start|status|stop`."""

from __future__ import annotations

import getpass
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.text import Text

from paillasse.access.types import COMMAND_LINE
from paillasse.cli.session import print_json, stderr, stdout, with_opened, with_server
from paillasse.cli.views.progress import reporting
from paillasse.errors.storage import HomeInUse
from paillasse.rollouts.types import Mode

if TYPE_CHECKING:
    from paillasse.api.schemas.rollout import RolloutOut
    from paillasse.client.client import Client
    from paillasse.client.rollout import Told
    from paillasse.loop.releasing import Rollouts
    from paillasse.rollouts.desk import Standing

app = typer.Typer(
    help="Try a release beside the one in production: unseen, on some users, or to see which one does better.",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Why = Annotated[str, typer.Option("--reason", help="Why; kept with the rollout.")]


@app.command()
def start(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="RELEASE", help="Version, name or `staging`.")],
    mode: Annotated[
        Mode,
        typer.Option(
            help="`shadow`: nobody sees its answers. `canary`: some users do, until it is stopped or does worse. "
            "`ab`: the same, to find out which does better."
        ),
    ],
    share: Annotated[
        float | None,
        typer.Option(min=0.001, max=1, help="Of the users; else 1 in the shadow, 0.1 of a canary, 0.5 of an A/B test."),
    ] = None,
    reason: Why = "",
    override: Annotated[
        str, typer.Option(help="Show it to users although it does not pass its gates, for this reason; it is audited.")
    ] = "",
) -> None:
    """Have a release answer too. What users see has passed the gates; a canary that does worse is taken back by itself.

    Who is answered by it stays with it until the end. Questions that it fails on are answered by the one in production.
    """
    from paillasse.rollouts.desk import Wanted  # noqa: PLC0415 - `--help` must not wait for the engines

    async def here(rollouts: Rollouts) -> Standing | None:
        desk = await rollouts.releases()
        release = await desk.shelf.find(which)
        shown = mode is not Mode.SHADOW
        released = await desk.admit(release, override, COMMAND_LINE) if shown else await desk.released(release)
        await rollouts.desk.start(released, Wanted(mode, getpass.getuser(), reason, share), COMMAND_LINE)
        return await rollouts.desk.standing()

    async def there(client: Client) -> Told:
        body = {"release": which, "mode": mode.value, "share": share, "reason": reason, "override": override}
        return await client.rollout.start(body)

    told = cast("RolloutOut", _with_rollouts(context, here, there))
    stdout.print(
        Text(f"Release {told.candidate.made_of.release} is tried now: {told.mode}, {told.share:.0%} of users.")
    )


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """The release that is tried, or was tried last: what both answered, and what can be said of it by now.

    One may look as often as one likes: the test takes that into account, and says when there is not enough data.
    """
    from paillasse.cli.views.rollout import rollout_view  # noqa: PLC0415 - only what is drawn is imported

    told = _with_rollouts(context, lambda rollouts: rollouts.desk.standing(), lambda client: client.rollout.status())
    if as_json:
        print_json(told, object)
    elif told is None:
        stdout.print("No release was ever tried beside the one in production.")
    else:
        stdout.print(rollout_view(told))


@app.command()
def stop(context: typer.Context, reason: Why = "") -> None:
    """Have the release in production answer everybody again, without a failed request."""

    async def here(rollouts: Rollouts) -> Standing | None:
        await rollouts.desk.stop(reason, COMMAND_LINE)
        return await rollouts.desk.standing()

    told = cast("RolloutOut", _with_rollouts(context, here, lambda client: client.rollout.stop(reason)))
    stdout.print(Text(f"Release {told.candidate.made_of.release} is not tried any more."))


def _with_rollouts(
    context: typer.Context,
    here: Callable[[Rollouts], Awaitable[Standing | None]],
    there: Callable[[Client], Awaitable[Told | None]],
) -> RolloutOut | None:
    """The rollout afterwards: in this home, or as the server that holds it tells it."""
    from paillasse.api.schemas.rollout import RolloutOut  # noqa: PLC0415 - `--help` must not wait for the engines
    from paillasse.loop.releasing import open_rollouts  # noqa: PLC0415 - as above

    try:
        with reporting(stderr) as progress:
            standing = with_opened(context, partial(open_rollouts, progress=progress), here)
    except HomeInUse as error:
        told = with_server(context, error, there)
        return None if told is None else RolloutOut.model_validate(told)
    return None if standing is None else RolloutOut.of(standing)
