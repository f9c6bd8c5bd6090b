"""Users who send requests for what is not theirs, and a look at all that comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from access_stores import PASSWORD
from raid_inputs import Inputs, as_json
from raid_sides import Side

Connect = Callable[[str], httpx.AsyncClient]
"""A client with this bearer."""


@dataclass
class Attacker:
    """Somebody who reads some sides, and must not read the others."""

    name: str
    client: httpx.AsyncClient
    own: list[Side]
    foreign: list[Side]
    expert: bool
    ever_said: set[str] = field(default_factory=set[str])
    """Names that he wrote: they stand in his own history."""


@dataclass
class World:
    """A service with two sides, their owners, and attackers."""

    reach: Connect
    root_bearer: str
    """Of an administrator, who is a member of no collection."""
    sides: tuple[Side, Side]
    owners: dict[str, httpx.AsyncClient] = field(default_factory=dict[str, httpx.AsyncClient])
    """By collection."""
    attackers: list[Attacker] = field(default_factory=list[Attacker])
    wavering: Attacker | None = None
    """Who is let into the second collection now and then; no attacker like the others."""
    wavering_id: str = ""

    opened: list[httpx.AsyncClient] = field(default_factory=list[httpx.AsyncClient])

    def __post_init__(self) -> None:
        self.root = self.connect(self.root_bearer)

    def connect(self, bearer: str) -> httpx.AsyncClient:
        """A client, until `close`."""
        self.opened.append(self.reach(bearer))
        return self.opened[-1]

    async def close(self) -> None:
        """End every connection."""
        for client in self.opened:
            await client.aclose()

    async def admit(self, *, member: bool) -> None:
        """Let the wavering one into the second collection, or put him out."""
        path = f"/api/v1/admin/collections/{self.sides[1].collection}/members/{self.wavering_id}"
        (await self.root.request("PUT" if member else "DELETE", path)).raise_for_status()


Stock = Callable[[Side, httpx.AsyncClient], Awaitable[None]]
"""Puts the manuals of a side into its collection; its owner may help."""


async def populate(world: World, stock: Stock) -> None:
    """Make collections, users, manuals, and what their owners have of them."""
    one, two = world.sides
    for side in world.sides:
        made = await world.root.post("/api/v1/admin/collections", json={"name": side.collection})
        made.raise_for_status()
    ann = await _user(world, "ann", "expert", [one])
    bob = await _user(world, "bob", "expert", [two])
    world.owners = {one.collection: ann, two.collection: bob}
    for side in world.sides:
        await stock(side, world.owners[side.collection])
        await _furnish(side, world.owners[side.collection])
    kim = await _user(world, "kim", "expert", [one, two])
    await _ask(kim, two, "")
    limited = await kim.post("/api/v1/me/keys", json={"name": "k", "role": "expert", "collections": [one.collection]})
    key = world.connect(limited.json()["secret"])
    eve = await _user(world, "eve", "technician", [one])
    nil = await _user(world, "nil", "expert", [])
    adm = await _user(world, "adm", "admin", [one])
    world.attackers = [
        Attacker("member of one", ann, [one], [two], expert=True),
        Attacker("member of two", bob, [two], [one], expert=True),
        Attacker("technician", eve, [one], [two], expert=False),
        Attacker("member of none", nil, [], [one, two], expert=True),
        Attacker("administrator", adm, [one], [two], expert=True),
        # Its maker asked about the other machine when signed in: his own words, which the titles in his history are.
        Attacker("key for one, of a member of both", key, [one], [two], expert=True, ever_said={two.machine}),
    ]
    mae = await _user(world, "mae", "expert", [one])
    world.wavering = Attacker("member of one, once of both", mae, [one], [two], expert=True)
    world.wavering_id = (await world.wavering.client.get("/api/v1/me")).json()["user_id"]


async def _user(world: World, name: str, role: str, sides: list[Side]) -> httpx.AsyncClient:
    collections = [side.collection for side in sides]
    user = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, "role": role}
    (await world.root.post("/api/v1/admin/users", json={**user, "collections": collections})).raise_for_status()
    pair = await world.connect("").post("/api/v1/auth/sign-in", json={"name": name, "password": PASSWORD})
    return world.connect(pair.json()["access_token"])


async def _ask(client: httpx.AsyncClient, side: Side, word: str) -> dict[str, Any]:
    question = f"How do I change the lid seal of the {side.machine}{word}?"
    told = (await client.post("/api/v1/ask", json={"question": question})).json()
    assert side.secret in str(told["answer"]), told
    feedback = {"thumb": "down", "comment": f"{side.secret}comment"}
    (await client.put(f"/api/v1/exchanges/{told['exchange_id']}/feedback", json=feedback)).raise_for_status()
    return told


async def _furnish(side: Side, owner: httpx.AsyncClient) -> None:
    """Let its owner make one of each thing, and learn what they are called."""
    documents = (await owner.get("/api/v1/documents")).json()["documents"]
    side.document_ids = [document["id"] for document in documents]
    side.unsaid |= {document["sha256"] for document in documents}
    told = await _ask(owner, side, "")
    side.ids = {"exchange_id": told["exchange_id"], "conversation_id": told["conversation_id"]}
    given = (await owner.get(f"/api/v1/exchanges/{told['exchange_id']}/feedback")).json()["given_at"]
    review = {"given_at": given, "state": "accepted", "case": {"answer": f"{side.secret}answer"}}
    accepted = await owner.patch(f"/api/v1/feedback/{told['exchange_id']}", json=review)
    assert accepted.json()["golden_case"], accepted.text
    params = {"collection": side.collection, "filename": f"{side.secret}-note.md"}
    headers = {"Content-Type": "application/octet-stream"}
    job = await owner.post("/api/v1/documents", params=params, content=NOTE, headers=headers)
    key = await owner.post("/api/v1/me/keys", json={"name": f"{side.secret}key", "collections": [side.collection]})
    side.ids |= {"job_id": job.json()["id"], "key_id": key.json()["key"]["id"]}
    side.unsaid.add(key.json()["secret"])


NOTE = b"# Note\n\nKeep the lid shut.\n"
"""A file that everybody has."""


@dataclass
class Raid:
    """What was sent and what was found."""

    world: World
    random: Random
    sent: Counter[str] = field(default_factory=Counter[str])
    """Responses that were looked at, by path."""
    own: Counter[str] = field(default_factory=Counter[str])
    """Those with something of the attacker's own."""
    leaks: list[str] = field(default_factory=list[str])

    def attempt(self, path: str, attacker: Attacker) -> Attempt:
        """One attacker on one path."""
        inputs = Inputs(self.random, attacker.own, attacker.foreign)
        return Attempt(self, path, attacker, inputs)


@dataclass
class Attempt:
    """Sends requests of an attacker."""

    raid: Raid
    path: str
    attacker: Attacker
    inputs: Inputs

    @property
    def random(self) -> Random:
        return self.raid.random

    async def json(self, method: str, url: str, body: object, **headers: str) -> httpx.Response:
        """Send a body."""
        made: Any = as_json(body)
        return await self.send(method, url, content=made["content"], headers=made["headers"] | headers)

    async def send(self, method: str, url: str, *, remembers: bool = False, **options: Any) -> httpx.Response:
        """Send a request and look at the response; `remembers`: what he wrote before may stand in it."""
        response = await self.attacker.client.request(method, url, **options)
        self.look(response, remembers=remembers)
        return response

    def look(self, response: httpx.Response, *, remembers: bool = False) -> None:
        """Note what of others is in a response."""
        self.raid.sent[self.path] += 1
        self.attacker.ever_said |= self.inputs.said
        known = self.attacker.ever_said if remembers else self.inputs.said
        told = _all_of(response.content, response.headers)
        found = [word for side in self.attacker.foreign for word in _traces(side, known) if word.casefold() in told]
        failed = response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error
        if found or failed:
            request = response.request
            self.raid.leaks.append(
                f"{self.path}, {self.attacker.name}: {found or response.status_code}\n"
                f"{request.method} {request.url} {_content(request)[:500]}\n{response.text[:1500]}"
            )
        if any(side.secret in told for side in self.attacker.own):
            self.raid.own[self.path] += 1


def _traces(side: Side, known: set[str]) -> set[str]:
    return {side.secret} | side.unsaid | (side.names - known)


def _all_of(body: bytes, headers: Mapping[str, str]) -> str:
    return "\n".join([body.decode(errors="replace"), *(f"{k}: {v}" for k, v in headers.items())]).casefold()


def _content(request: httpx.Request) -> str:
    return request.content.decode(errors="replace")
