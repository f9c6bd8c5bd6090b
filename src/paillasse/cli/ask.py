"""`paillasse ask`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paillasse.cli.session import ANSWERED, REFUSED, print_json, stdout, with_services
from paillasse.cli.views.printable import printable
from paillasse.types import Answer, Outcome, Query, Scope

if TYPE_CHECKING:
    from paillasse.bootstrap import Services


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ask)


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="In French or English, as you would say it.")],
    equipment: Annotated[
        str, typer.Option("--equipment", "-e", help="The machine, when the question does not name it.")
    ] = "",
    collection: Annotated[str, typer.Option(help="Collection to answer from.")] = "default",
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole Answer as JSON.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the answer was found.")] = False,
) -> None:
    """Answer a question from the manuals, with verified quotes.

    Examples: `paillasse ask "que veut dire l'erreur E-203 ?"` or
    `paillasse ask "How do I replace the lamp?" --equipment "plate reader"`

    Exit codes: 0 answered, 3 refused (or: which machine?), 2 not a question, 1 failure.
    """
    scope = Scope((collection,))

    async def work(services: Services) -> Answer:
        answerer = await services.answerer(scope)
        return await answerer.answer(Query(printable(question), scope, printable(equipment)))

    answer = with_services(context, work)
    show(answer, as_json=as_json, explain=explain)
    raise typer.Exit(ANSWERED if answer.outcome in (Outcome.ANSWERED, Outcome.DEGRADED) else REFUSED)


def show(answer: Answer, *, as_json: bool, explain: bool) -> None:
    """Print an answer for a program or for a person."""
    if as_json:
        print_json(answer, Answer)
        return
    from paillasse.cli.views.answers import answer_view, explanation_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(answer_view(answer))
    if explain:
        stdout.print(explanation_view(answer))
