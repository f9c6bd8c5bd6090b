"""The client: everything a program asks of a server.

async with connect("https://manuals.example.org", key="plk_…") as client:
    asked = await client.ask("When is the lamp replaced?", equipment="R416")
"""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from paillasse.client.connection import Call, Connection
from paillasse.client.documents import Documents
from paillasse.client.drift import Drift
from paillasse.client.jobs import Jobs
from paillasse.client.models import TrainedModelCalls
from paillasse.client.releases import Releases
from paillasse.client.rollout import RolloutCalls
from paillasse.client.values import Asked, CodeLookup, FoundPassage, accepted_of, asked_of, member, value_of
from paillasse.errors.root import InvalidConfiguration
from paillasse.types.answers import ClaimAccepted

_CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, beside its words."""

    text: str
    """In French or English."""
    equipment: str = ""
    """The machine, in one's own words; empty leaves it to the question."""
    collections: Sequence[str] | None = None
    """Answers from these alone; None: from all that one may read."""
    conversation_id: str = ""
    """Of `Asked`, to go on with what was said before."""

    def body(self) -> dict[str, object]:
        """As it is sent."""
        told = {"question": self.text, "equipment": self.equipment, "conversation_id": self.conversation_id or None}
        return {**told, "collections": None if self.collections is None else list(self.collections)}


class Client:
    """Somebody's access to a server. Every method raises the error that the server names, or a `ClientError`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.documents = Documents(connection)
        self.drift = Drift(connection)
        self.jobs = Jobs(connection)
        self.models = TrainedModelCalls(connection)
        self.releases = Releases(connection)
        self.rollout = RolloutCalls(connection)

    async def sign_in(self, name: str, password: str) -> None:
        """Act for a user from now on, until `sign_out`; the session is kept alive meanwhile."""
        await self._connection.sign_in(name, password)

    async def sign_out(self) -> None:
        """End the session."""
        await self._connection.sign_out()

    async def ask(self, question: Question) -> Asked:
        """An answer whose every claim was checked, a refusal, or the machines it might be about."""
        return asked_of(await self._connection.send(Call("POST", "/api/v1/ask", body=question.body())))

    async def follow(self, question: Question) -> AsyncGenerator[ClaimAccepted | Asked]:
        """The same as it is written: each claim once it was checked, and the finished answer last."""
        call = Call("POST", "/api/v1/ask", body=question.body())
        async with aclosing(self._connection.events(call)) as events:
            async for name, told in events:
                yield asked_of(told) if name == "answer" else accepted_of(told)

    async def trace(self, exchange_id: str) -> Mapping[str, Any]:
        """Why an answer of one's own is what it is: lanes and scores, context, dropped claims."""
        told = await self._connection.send(Call("GET", f"/api/v1/exchanges/{exchange_id}"))
        return value_of(dict[str, Any], member(member(told, "response"), "trace") or {})

    async def search(self, question: Question, limit: int = 10) -> list[FoundPassage]:
        """Passages about a question, best first, at most 40: where to look, without an answer being written."""
        call = Call("POST", "/api/v1/search", body={**question.body(), "limit": limit})
        return value_of(list[FoundPassage], member(await self._connection.send(call), "passages"))

    async def look_up(self, code: str) -> CodeLookup:
        """What the manuals say of an error code, part number or command, however it is written."""
        return value_of(CodeLookup, await self._connection.send(Call("GET", f"/api/v1/codes/{quote(code, safe='')}")))


@asynccontextmanager
async def connect(url: str, key: str = "", seconds: float = 120) -> AsyncGenerator[Client]:
    """A client of the server at an address; nothing is sent yet.

    Args:
        url: as in `https://manuals.example.org`.
        key: an API key; empty for what needs none, or to `sign_in`.
        seconds: longest wait for the next piece of an answer.

    Raises:
        InvalidConfiguration: that is no address.
    """
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise InvalidConfiguration(f"{url!r} is no address of a server.") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise InvalidConfiguration(f"{url!r} is no address of a server.", hint="An address begins with https://.")
    limits = httpx.Timeout(seconds, connect=_CONNECT_SECONDS)
    # What is meant for this machine goes through no proxy, which would see the key.
    async with httpx.AsyncClient(base_url=address, timeout=limits, trust_env=not _is_here(address.host)) as http:
        yield Client(Connection(http, key))


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
