"""Every route, whoever adds it, with things of one's own, of others and of nobody: who may not changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from paillasse.access.types import Role
from route_table import CODE, ELSEWHERE, OF_ADMINISTRATORS, OURS, OWNED, PARAMETERS, Table, parameters_of, request_of
from service_bench import ServiceBench
from stored_state import stored_state

LOWER = {Role.EXPERT: Role.TECHNICIAN, Role.ADMIN: Role.EXPERT}
REFUSED = {401, 403, 404}
WRITES_NOTHING = {
    ("DELETE", "/api/v1/documents/{document_id}/supersede"),
    ("POST", "/api/v1/jobs/{job_id}/retry"),
    ("POST", "/api/predictions/escalation"),
    ("POST", "/api/v1/predictions/escalation"),
    ("POST", "/api/v1/search"),
    ("POST", "/mcp"),
}
"""With what `route_table` makes: a document that is current, a job that did not fail, a list of tools."""
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ServiceBench:
    """Of each role an owner and a neighbour, both in `OURS`, and a stranger, who is in another collection."""
    for limit in ("QUESTIONS", "SEARCHES"):
        monkeypatch.setenv(f"PAILLASSE_{limit}_PER_MINUTE", "1000000")
    bench = ServiceBench(tmp_path)
    for role in Role:
        await bench.user(f"owner-{role.value}", role, (OURS,))
        await bench.user(f"neighbour-{role.value}", role, (OURS,))
        await bench.user(f"stranger-{role.value}", role, (ELSEWHERE,))
    for collection in (OURS, ELSEWHERE):
        await Table(bench, "").document(collection)
    return bench


def guarded(bench: ServiceBench, *roles: Role) -> Iterator[tuple[str, str, Role]]:
    """Method, path and least role of every route that asks for one."""
    for route, method in bench.routes():
        role: Role | None = route.policy.role  # type: ignore[attr-defined]
        if role is not None and role in (roles or Role):
            yield method, route.path, role


def told(response: httpx.Response, path: str) -> tuple[int, str]:
    """What a response says, but for the number of the request and the names in its path."""
    text = response.text
    if response.headers.get("content-type", "").endswith("json"):
        body = response.json()
        if isinstance(body, dict):
            body.pop("request_id", None)
        text = json.dumps(body, sort_keys=True)
    for name in path.split("/"):
        if len(name) > 20:
            text = text.replace(name, "…")
    return response.status_code, text


async def sent(bench: ServiceBench, user: str, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
    async with bench.client(user) as client:
        return await client.request(method, path, **options)


def test_every_parameter_of_a_path_is_known(bench: ServiceBench) -> None:
    found = {name for _, path, _ in guarded(bench) for name in parameters_of(path)}
    assert found == PARAMETERS.keys(), "route_table.PARAMETERS says how what a path names is made"


async def test_nobody_and_lower_roles_change_nothing(bench: ServiceBench) -> None:
    for method, pattern, role in guarded(bench):
        table = Table(bench, f"owner-{role.value}")
        path = await table.path(pattern)
        options = await request_of(table, method, pattern)
        before = stored_state(bench)
        assert (await sent(bench, "", method, path, options)).status_code == 401, (method, pattern)
        if role in LOWER:
            lower = await sent(bench, f"neighbour-{LOWER[role].value}", method, path, options)
            assert lower.status_code == 403, (method, pattern)
        assert stored_state(bench) == before, (method, pattern)


async def test_what_is_somebody_elses_is_not_there(bench: ServiceBench) -> None:
    tried = 0
    for method, pattern, role in guarded(bench):
        names = set(parameters_of(pattern)) - {"number"}
        if not names or names & OF_ADMINISTRATORS or (names == {"key_id"} and role is Role.ADMIN):
            continue
        strangers = [f"stranger-{role.value}"]
        if names & OWNED and role is Role.TECHNICIAN:
            strangers.append("neighbour-technician")
        table = Table(bench, f"owner-{role.value}")
        path = await table.path(pattern)
        options, unknown = await request_of(table, method, pattern), table.unknown(pattern)
        before = stored_state(bench)
        for stranger in strangers:
            foreign = told(await sent(bench, stranger, method, path, options), path)
            nothing = told(await sent(bench, stranger, method, unknown, options), unknown)
            assert foreign == nothing, (method, pattern, stranger)
            assert foreign[0] == (200 if names == {"code"} else 404), (method, pattern, foreign)
            assert CODE not in foreign[1]
            tried += 1
        assert stored_state(bench) == before, (method, pattern)
    assert tried >= 30


async def test_what_is_nobodys_is_not_there(bench: ServiceBench) -> None:
    for method, pattern, role in guarded(bench):
        if not set(parameters_of(pattern)) - {"number", "code"}:
            continue
        table = Table(bench, f"owner-{role.value}")
        await table.path(pattern)
        options, path = await request_of(table, method, pattern), table.unknown(pattern)
        before = stored_state(bench)
        assert (await sent(bench, table.user, method, path, options)).status_code == 404, (method, pattern)
        assert stored_state(bench) == before, (method, pattern)


OURS_AND_NONE = (OURS, "nobody's")
QUESTION = "How do I open the lid?"


async def test_what_a_request_names_beside_its_path(bench: ServiceBench) -> None:
    """Collections, documents and conversations in queries, forms and bodies: foreign ones and none are the same."""
    table = Table(bench, "owner-expert")
    theirs, mine = await table.document(), await table.document(ELSEWHERE)
    conversation = await table.conversation()
    for method, path, *both in (
        ("POST", "/api/v1/ask", *asked("document_ids", [theirs], [UNKNOWN_ID])),
        ("POST", "/api/v1/ask", *asked("document_ids", [mine, theirs], [mine, UNKNOWN_ID])),
        ("POST", "/api/v1/ask", *asked("conversation_id", conversation, UNKNOWN_ID)),
        ("POST", "/api/v1/ask", *asked("collections", [OURS], ["nobody's"])),
        ("POST", "/api/v1/search", *asked("document_ids", [theirs], [UNKNOWN_ID])),
        ("POST", "/api/v1/search", *asked("collections", [OURS], ["nobody's"])),
        ("POST", "/api/v1/me/keys", *({"json": {"name": "LIMS", "collections": [name]}} for name in OURS_AND_NONE)),
        ("POST", "/api/v1/documents", *(uploaded(name) for name in OURS_AND_NONE)),
        ("POST", "/api/v1/documents", *(form(name) for name in OURS_AND_NONE)),
        ("GET", "/api/v1/documents", *({"params": {"collection": name}} for name in OURS_AND_NONE)),
        ("GET", "/api/v1/documents/facets", *({"params": {"collection": name}} for name in OURS_AND_NONE)),
        ("GET", f"/api/v1/documents/{mine}/diff", *({"params": {"with": name}} for name in (theirs, UNKNOWN_ID))),
        ("POST", f"/api/v1/documents/{mine}/supersede", *({"json": {"by": name}} for name in (theirs, UNKNOWN_ID))),
    ):
        before = stored_state(bench)
        foreign, nothing = [
            told(await sent(bench, "stranger-expert", method, path, options), f"{theirs}/{UNKNOWN_ID}")
            for options in both
        ]
        assert foreign == nothing, (method, path, both[0])
        assert foreign[0] in ({200} if method == "GET" and "/diff" not in path else {404, 409, 422}), (path, foreign)
        assert theirs not in foreign[1]
        assert stored_state(bench) == before, (method, path)


def asked(name: str, *values: object) -> Iterator[dict[str, Any]]:
    return ({"json": {"question": QUESTION, name: value}} for value in values)


def uploaded(collection: str) -> dict[str, Any]:
    params = {"collection": collection, "filename": "a.md"}
    return {"params": params, "content": b"# Lid", "headers": {"Content-Type": "application/octet-stream"}}


def form(collection: str) -> dict[str, Any]:
    return {"data": {"collection": collection}, "files": {"file": ("a.md", b"# Lid")}}


async def test_an_owner_is_let_in(bench: ServiceBench) -> None:
    """Else the refusals above would say nothing, and no change would be no news."""
    for method, pattern, role in guarded(bench):
        owner = f"owner-{role.value}-{method}-{abs(hash(pattern))}"  # some routes end what the user has
        await bench.user(owner, role, (OURS,))
        table = Table(bench, owner)
        path = await table.path(pattern)
        if pattern.endswith("/events"):
            await bench.jobs.board.cancel(table.made["job_id"])  # else they do not end
        options, before = await request_of(table, method, pattern), stored_state(bench)
        response = await sent(bench, owner, method, path, options)
        assert response.status_code < 500, (method, pattern, response.text)
        assert response.status_code not in REFUSED, (method, pattern, response.text)
        if method != "GET":
            assert (stored_state(bench) == before) is ((method, pattern) in WRITES_NOTHING), (method, pattern)
