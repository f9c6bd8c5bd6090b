"""What stands in the paths and bodies of the routes, and how each thing is made for the one whose it is."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from jobs_bench import blocks
from manuals import Manual
from memory_services import SAMPLES, add
from paillasse.access.types import Role
from paillasse.ingestion.pipeline import file_sha256
from paillasse.protocols.trained_models import KeptModel
from paillasse.rollouts.types import MadeOf, Mode, Rollout
from service_bench import ServiceBench

CODE = "E-731"
OURS, ELSEWHERE = "lab", "elsewhere"


@dataclass
class Table:
    """Makes things in the collection `OURS`; `user` owns what has an owner."""

    bench: ServiceBench
    user: str
    made: dict[str, str] = field(default_factory=dict[str, str])
    """Ids by kind, as they were made last."""

    async def path(self, pattern: str) -> str:
        """The path of a route over things that were made for it."""
        for name in parameters_of(pattern):
            self.made[name] = await PARAMETERS[name](self)
        return self.filled(pattern, self.made)

    def unknown(self, pattern: str) -> str:
        """The same path over things that there are not; `number` stays."""
        return self.filled(pattern, {name: UNKNOWN.get(name, str(uuid.uuid4())) for name in parameters_of(pattern)})

    def filled(self, pattern: str, values: dict[str, str]) -> str:
        """A path with these values."""
        for name in parameters_of(pattern):
            pattern = pattern.replace(f"{{{name}}}", values[name]).replace(f"{{{name}:path}}", values[name])
        return pattern

    async def document(self, collection: str = OURS) -> str:
        """A manual whose file is a sample, with a code."""
        code = CODE if collection == OURS else "A-55"
        manual = Manual(f"Rotorix {self.user} {_word()}", ("Rotorix",), collection=collection)
        content = manual.prose("Open the lid.").table(("Code", "Meaning"), (code, "The lid is open.")).content()
        document = replace(content.document, sha256=file_sha256(SAMPLES[0]))
        self.bench.services.stores.files.put(SAMPLES[0], document.sha256)
        await add(self.bench.services, [replace(content, document=document)])
        return document.id

    async def job(self) -> str:
        """A queued job."""
        text = f"# {self.user} {_word()}"
        return (await self.bench.jobs.board.submit(blocks(text.encode()), "a.md", OURS, "somebody")).id

    async def exchange(self) -> str:
        """An answer with feedback."""
        async with self.bench.client(self.user) as client:
            told = (await client.post("/api/v1/ask", json={"question": "How do I open the lid?"})).json()
            await client.put(f"/api/v1/exchanges/{told['exchange_id']}/feedback", json={"thumb": "down"})
        self.made["conversation_id"] = told["conversation_id"]
        return told["exchange_id"]

    async def case(self) -> str:
        """A golden case of an answer whose feedback an expert accepted."""
        self.made["exchange_id"] = await self.exchange()
        body = {"given_at": await self.given_at(), "state": "accepted", "case": {"answerable": False}}
        async with self.bench.client(self.user) as client:
            await client.patch(f"/api/v1/feedback/{self.made['exchange_id']}", json=body)
        return self.made["exchange_id"]

    async def conversation(self) -> str:
        """A conversation with one question."""
        await self.exchange()
        return self.made["conversation_id"]

    async def key(self) -> str:
        """An API key."""
        async with self.bench.client(self.user) as client:
            made = await client.post("/api/v1/me/keys", json={"name": "LIMS", "collections": [OURS]})
        return made.json()["key"]["id"]

    async def somebody(self) -> str:
        """A user."""
        return await self.bench.user(f"somebody-{_word()}", Role.TECHNICIAN, (OURS,))

    async def given_at(self) -> str:
        """When the feedback at hand was given."""
        store: Any = self.bench.service.feedback
        return store._store._store._history.feedback[self.made["exchange_id"]].given_at.isoformat()


def parameters_of(pattern: str) -> list[str]:
    """Names in a path."""
    return [part.partition("}")[0].partition(":")[0] for part in pattern.split("{")[1:]]


def _word() -> str:
    return uuid.uuid4().hex


def _always(value: str) -> Callable[[Table], Awaitable[str]]:
    async def made(_: Table) -> str:
        return value

    return made


async def _coded(table: Table) -> str:
    await table.document()
    return CODE


async def _trained(table: Table) -> str:
    """A reranker in production."""
    kept = KeptModel("reranker", _word(), "{}", "{}", datetime.now(UTC))
    await table.bench.services.trained.put(kept)
    return kept.name


async def _release(table: Table) -> str:
    await table.bench.desk()
    return "2"


PARAMETERS: dict[str, Callable[[Table], Awaitable[str]]] = {
    "case_id": Table.case,
    "code": _coded,
    "conversation_id": Table.conversation,
    "document_id": Table.document,
    "exchange_id": Table.exchange,
    "job_id": Table.job,
    "key_id": Table.key,
    "model": _trained,
    "name": _always(OURS),
    "number": _always("1"),
    "release": _release,
    "user_id": Table.somebody,
}
"""How what a path names is made: a route with another parameter needs a line here."""

UNKNOWN = {"number": "1", "code": "X-9"}
OWNED = frozenset({"conversation_id", "exchange_id", "key_id"})
"""What belongs to one user, and not to all members of a collection."""
OF_ADMINISTRATORS = frozenset({"model", "name", "release", "user_id"})
"""What every administrator reaches, and of releases every expert what is told of them."""


def _json(**body: object) -> Callable[[Table], Awaitable[dict[str, Any]]]:
    async def made(_: Table) -> dict[str, Any]:
        return {"json": body}

    return made


async def _review(table: Table) -> dict[str, Any]:
    return {"json": {"given_at": await table.given_at(), "state": "accepted"}}


async def _successor(table: Table) -> dict[str, Any]:
    return {"json": {"by": await table.document()}}


async def _other(table: Table) -> dict[str, Any]:
    return {"params": {"with": await table.document()}}


async def _new_user(table: Table) -> dict[str, Any]:
    name = _word()
    return {"json": {"username": name, "email": f"{name}@example.org", "password": "four words nobody guesses"}}


_PASSWORD = "four words nobody guesses"  # noqa: S105 - of users who do not exist
_MESSAGE = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
_ACCEPT = {"Accept": "application/json, text/event-stream"}


async def _message(_: Table) -> dict[str, Any]:
    return {"json": _MESSAGE, "headers": _ACCEPT}


async def _upload(table: Table) -> dict[str, Any]:
    params = {"collection": OURS, "filename": "a.md"}
    text = f"# {_word()}".encode()
    return {"params": params, "content": text, "headers": {"Content-Type": "application/octet-stream"}}


async def _rollout(table: Table) -> dict[str, Any]:
    """One runs, which can be ended."""
    made_of = MadeOf("1", "c", "g")
    at = table.bench.clock()
    if await table.bench.rollouts.running() is None:
        await table.bench.rollouts.start(Rollout("r", Mode.SHADOW, 1.0, made_of, made_of, "{}", at, "root"))
    return {}


REQUESTS: dict[tuple[str, str], Callable[[Table], Awaitable[dict[str, Any]]]] = {
    ("GET", "/api/v1/documents/{document_id}/diff"): _other,
    ("PATCH", "/api/v1/admin/users/{user_id}"): _json(role="expert"),
    ("PATCH", "/api/v1/conversations/{conversation_id}"): _json(title="Lid"),
    ("PATCH", "/api/v1/documents/{document_id}"): _json(revision="C"),
    ("PATCH", "/api/v1/feedback/{exchange_id}"): _review,
    ("PUT", "/api/v1/golden-cases/{case_id}"): _json(question="How does the lid open?", answerable=False),
    ("POST", "/api/v1/admin/collections"): _json(name="another"),
    ("POST", "/api/v1/admin/users"): _new_user,
    ("POST", "/api/v1/ask"): _json(question="How do I open the lid?"),
    ("POST", "/api/v1/documents"): _upload,
    ("POST", "/api/v1/documents/{document_id}/reingest"): _json(),
    ("POST", "/api/v1/documents/{document_id}/supersede"): _successor,
    ("POST", "/api/v1/drift/checks"): _json(),
    ("POST", "/api/v1/jobs/{job_id}/cancel"): _json(),
    ("POST", "/api/v1/jobs/{job_id}/retry"): _json(),
    ("POST", "/api/v1/me/keys"): _json(name="LIMS", collections=[OURS]),
    ("POST", "/api/v1/models/{model}/rollbacks"): _json(reason="worse"),
    ("POST", "/api/predictions/escalation"): _json(items=[{"question": "How do I open the lid?"}]),
    ("POST", "/api/v1/predictions/escalation"): _json(items=[{"question": "How do I open the lid?"}]),
    ("POST", "/api/v1/releases/promotions"): _json(release="2", alias="staging"),
    ("POST", "/api/v1/releases/rollbacks"): _json(reason="worse"),
    ("DELETE", "/api/v1/rollout"): _rollout,
    ("POST", "/api/v1/rollout"): _json(release="1", mode="shadow"),
    ("POST", "/api/v1/search"): _json(question="How do I open the lid?"),
    ("POST", "/mcp"): _message,
    ("POST", "/v1/chat/completions"): _json(
        model="paillasse", messages=[{"role": "user", "content": "How do I open the lid?"}]
    ),
    ("PUT", "/api/v1/admin/collections/{name}/members/{user_id}"): _json(),
    ("PUT", "/api/v1/admin/users/{user_id}/password"): _json(password=_PASSWORD),
    ("PUT", "/api/v1/auth/password"): _json(present="correct horse battery staple", new=_PASSWORD),
    ("PUT", "/api/v1/exchanges/{exchange_id}/feedback"): _json(thumb="up"),
}
"""What a request needs beside its path to be carried out: a route that takes a body needs a line here."""


async def request_of(table: Table, method: str, pattern: str) -> dict[str, Any]:
    """What goes with a request that would be carried out."""
    if (method, pattern) in REQUESTS:
        return await REQUESTS[method, pattern](table)
    assert method in {"DELETE", "GET"}, f"{method} {pattern} needs a line in `route_table.REQUESTS`."
    return {}
