"""`paillasse ask`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paillasse.cli.session import ANSWERED, REFUSED, print_json, stdout, with_home
from paillasse.language.text import printable
from paillasse.types.answers import Answer, Outcome
from paillasse.types.questions import Query, Scope

if TYPE_CHECKING:
    from paillasse.answering.answerer import Answerer
    from paillasse.client.client import Client
    from paillasse.composition.bootstrap import Services


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

    async def here(services: Services) -> tuple[Answer, bool]:
        answerer = await services.answerer(scope)
        query = Query(printable(question), scope, printable(equipment))
        if as_json or services.models is None:
            return await answerer.answer(query), False
        return await _follow(answerer, query)

    async def there(client: Client) -> tuple[Answer, bool]:
        from paillasse.cli.there.ask import ask_server  # noqa: PLC0415 - only while a server runs

        words, machine = printable(question), printable(equipment)
        return await ask_server(client, words, machine, collection, traced=as_json or explain), False

    answer, read = with_home(context, here, there)
    show(answer, as_json=as_json, explain=explain, read=read)
    raise typer.Exit(ANSWERED if answer.outcome in (Outcome.ANSWERED, Outcome.DEGRADED) else REFUSED)


async def _follow(answerer: Answerer, query: Query) -> tuple[Answer, bool]:
    """Print each sentence once it passed its check; the finished answer, and whether there were any."""
    from paillasse.cli.views.answers import accepted_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.retrieval.analysis import detect_language  # noqa: PLC0415 - the engines are imported by now

    language, events = detect_language(query.text), 0
    async for event in answerer.stream(query):
        if isinstance(event, Answer):
            return event, events > 0
        events += 1
        stdout.print(accepted_view(event, language))
    raise AssertionError("an answer ends with an Answer")


def show(answer: Answer, *, as_json: bool, explain: bool, read: bool = False) -> None:
    """Print an answer for a program or for a person; what was `read` while it was written is not repeated."""
    if as_json:
        print_json(answer, Answer)
        return
    from paillasse.cli.views.answers import answer_view, ending_view, explanation_view  # noqa: PLC0415 - see above

    stdout.print(ending_view(answer) if read else answer_view(answer))
    if explain:
        stdout.print(explanation_view(answer))
