"""`paillasse ask`, answered by the server."""

from __future__ import annotations

from dataclasses import replace

from paillasse.client.client import Client, Question
from paillasse.types.answers import Answer


async def ask_server(client: Client, text: str, equipment: str, collection: str, *, traced: bool) -> Answer:
    """The answer, with its trace where it is wanted."""
    asked = await client.ask(Question(text, equipment, [collection]))
    return replace(asked.answer, trace=dict(await client.trace(asked.exchange_id))) if traced else asked.answer
