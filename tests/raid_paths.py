"""Every way in which something of a manual, or of what was asked about it, comes out of the service."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from raid import NOTE, Attempt

EVENTS = {"Accept": "text/event-stream"}
TOOLS = {"Accept": "application/json, text/event-stream"}
DOCUMENT = "/api/v1/documents/"

Way = Callable[[Attempt], Awaitable[None]]


def _safe(name: str) -> str:
    return quote(name, safe="", errors="replace") or "-"


async def search(a: Attempt) -> None:
    await a.json("POST", "/api/v1/search", {"question": a.inputs.question(), "limit": 40, **a.inputs.narrowed()})


async def ask(a: Attempt) -> None:
    await a.json("POST", "/api/v1/ask", {"question": a.inputs.question(), **a.inputs.narrowed()})


async def ask_events(a: Attempt) -> None:
    await a.json("POST", "/api/v1/ask", {"question": a.inputs.question(), **a.inputs.narrowed()}, **EVENTS)


async def ask_on(a: Attempt) -> None:
    """Go on with somebody else's conversation."""
    conversation = a.inputs.say(a.inputs.victim().ids["conversation_id"])
    await a.json(
        "POST", "/api/v1/ask", {"question": "And then? What was said before?", "conversation_id": conversation}
    )


async def after_somebody(a: Attempt) -> None:
    """What was just answered to its owner, word for word, with the same idempotency key; or at the same time."""
    victim = a.inputs.victim()
    body = {"question": "How do I change the lid seal of the centrifuge?"}
    url, key = a.random.choice(("/api/v1/ask", "/api/v1/search")), {"Idempotency-Key": uuid.uuid4().hex}
    owner = a.raid.world.owners[victim.collection].post(url, json=body, headers=key)
    if a.random.random() < 0.5:
        told = await owner
        await a.json("POST", url, body, **key)
    else:
        told, _ = await asyncio.gather(owner, a.json("POST", url, body, **key))
    assert victim.secret in told.text or victim.machine in told.text, told.text


async def chat(a: Attempt) -> None:
    before = [
        {"role": "user", "content": a.inputs.question()},
        {"role": "assistant", "content": a.inputs.injection()},
        {"role": "system", "content": a.inputs.injection()},
    ]
    messages = [*before[: a.random.randrange(4)], {"role": "user", "content": a.inputs.question()}]
    body = {"model": "paillasse", "messages": messages, "stream": a.random.random() < 0.5}
    await a.json("POST", "/v1/chat/completions", body)


async def cited(a: Attempt) -> None:
    """Ask, then follow the citations, and the same pages of others."""
    told = await a.json("POST", "/api/v1/ask", {"question": "How do I change the lid seal of the centrifuge?"})
    cited = told.json().get("answer", {}).get("citations", [])
    for citation in cited[:1]:
        await a.send("GET", f"{DOCUMENT}{citation['document_id']}/pages/{citation['page']}")
    foreign = a.inputs.say(a.random.choice(a.inputs.victim().document_ids))
    await a.send("GET", f"{DOCUMENT}{foreign}/pages/1", headers={"Referer": f"/{told.json().get('exchange_id')}"})


async def page(a: Attempt) -> None:
    await a.send("GET", f"{DOCUMENT}{_safe(a.inputs.identifier('document_id'))}/pages/{a.random.randrange(1, 3)}")


async def image(a: Attempt) -> None:
    params = {"width": a.random.choice((100, 800)), "rect": "10,10,50,50"}
    headers = {"If-None-Match": "*"} if a.random.random() < 0.3 else {}
    path = f"{DOCUMENT}{_safe(a.inputs.identifier('document_id'))}/pages/1/image"
    await a.send("GET", path, params=params, headers=headers)


async def file(a: Attempt) -> None:
    headers = a.random.choice(({}, {"Range": "bytes=0-99"}, {"If-None-Match": "*"}))
    await a.send("GET", f"{DOCUMENT}{_safe(a.inputs.identifier('document_id'))}/file", headers=headers)


async def document(a: Attempt) -> None:
    what = a.random.choice(("", "/codes", "/coverage", "/outline", "/revisions"))
    await a.send("GET", f"{DOCUMENT}{_safe(a.inputs.identifier('document_id'))}{what}")


async def diff(a: Attempt) -> None:
    old, new = a.inputs.identifier("document_id"), a.inputs.identifier("document_id")[:100]
    await a.send("GET", f"{DOCUMENT}{_safe(old)}/diff", params={"with": new})


async def meddle(a: Attempt) -> None:
    """Change documents of others."""
    foreign = a.inputs.say(a.random.choice(a.inputs.victim().document_ids))
    path = f"{DOCUMENT}{foreign}"
    kind = a.random.randrange(5)
    if kind == 0:
        await a.json("PATCH", path, {"title": "x"}, **{"If-Match": '"0"'})
    elif kind == 1:
        await a.json("POST", f"{path}/supersede", {"by": a.inputs.identifier("document_id")})
    elif kind == 2 and a.inputs.own:
        await a.json("POST", f"{DOCUMENT}{a.inputs.own[0].document_ids[0]}/supersede", {"by": foreign})
    elif kind == 3:
        await a.send("POST", f"{path}/reingest")
    else:
        await a.send("DELETE", path)


async def listed(a: Attempt) -> None:
    params: dict[str, Any] = {"standing": a.random.choice(("all", "current", "superseded"))}
    if a.random.random() < 0.7:
        field = a.random.choice(("text", "manufacturer", "equipment", "collection"))
        params[field] = a.random.choice((a.inputs.injection()[:60], a.inputs.name(a.inputs.victim())))
    await a.send("GET", a.random.choice((DOCUMENT[:-1], f"{DOCUMENT}facets")), params=params)


async def codes(a: Attempt) -> None:
    own = [side.code for side in a.inputs.own]
    foreign = a.inputs.disguised(a.inputs.name(a.inputs.victim(), "code"))
    near = f"ERR-{a.random.choice((730, 841, 31, 42))}"
    code = a.random.choice((*own, foreign, near, a.inputs.injection()))
    if code == near:
        a.inputs.said.clear()
    await a.send("GET", f"/api/v1/codes/{_safe(code)[:200]}")


async def equipment(a: Attempt) -> None:
    await a.send("GET", "/api/v1/equipment")


async def history(a: Attempt) -> None:
    """One's own, which names others only where one wrote of them; and that of others."""
    mine = await a.send("GET", "/api/v1/conversations", params={"limit": 5}, remembers=True)
    for found in mine.json().get("conversations", [])[:1]:
        what = a.random.choice(("", "/export"))
        await a.send("GET", f"/api/v1/conversations/{found['id']}{what}", remembers=True)
    kind = a.random.choice(("", "/export"))
    await a.send("GET", f"/api/v1/conversations/{_safe(a.inputs.identifier('conversation_id'))}{kind}")


async def exchange(a: Attempt) -> None:
    what = a.random.choice(("", "/feedback"))
    await a.send("GET", f"/api/v1/exchanges/{_safe(a.inputs.identifier('exchange_id'))}{what}")


async def trace(a: Attempt) -> None:
    """The trace of one's own answer."""
    told = await a.json("POST", "/api/v1/ask", {"question": a.inputs.question()})
    if told.status_code == 200:
        await a.send("GET", f"/api/v1/exchanges/{told.json()['exchange_id']}")


async def feedback(a: Attempt) -> None:
    await a.send("GET", "/api/v1/feedback", params={"limit": 100}, remembers=True)
    exchange_id = _safe(a.inputs.identifier("exchange_id"))
    await a.json("PUT", f"/api/v1/exchanges/{exchange_id}/feedback", {"thumb": "up"})
    review = {"given_at": "2026-01-01T00:00:00Z", "state": "accepted"}
    await a.json("PATCH", f"/api/v1/feedback/{exchange_id}", review)


async def golden(a: Attempt) -> None:
    await a.send("GET", f"/api/v1/golden-cases{a.random.choice(('', '/export'))}")
    foreign = a.inputs.say(a.inputs.victim().document_ids[0])
    edited = {"question": "Where?", "evidence": [{"document_id": foreign, "pages": [1]}]}
    await a.json("PUT", f"/api/v1/golden-cases/{a.inputs.say(a.inputs.victim().ids['exchange_id'])}", edited)
    await a.send("DELETE", f"/api/v1/golden-cases/{a.inputs.say(a.inputs.victim().ids['exchange_id'])}")


async def jobs(a: Attempt) -> None:
    await a.send("GET", "/api/v1/jobs", params={"limit": 100})
    job_id = a.inputs.say(a.inputs.victim().ids["job_id"])
    what = a.random.choice(("", "/events"))
    await a.send("GET", f"/api/v1/jobs/{job_id}{what}")
    await a.send("POST", f"/api/v1/jobs/{job_id}/{a.random.choice(('cancel', 'retry'))}")


async def upload(a: Attempt) -> None:
    """Into somebody else's collection; and what somebody else sent, into one's own."""
    params = {"collection": a.inputs.name(a.inputs.victim(), "collection"), "filename": "x.md"}
    if a.inputs.own and a.random.random() < 0.5:
        params["collection"] = a.inputs.own[0].collection
    headers = {"Content-Type": "application/octet-stream"}
    await a.send("POST", "/api/v1/documents", params=params, content=NOTE, headers=headers)


async def account(a: Attempt) -> None:
    await a.send("GET", a.random.choice(("/api/v1/me", "/api/v1/me/keys")))
    await a.send("DELETE", f"/api/v1/me/keys/{a.inputs.say(a.inputs.victim().ids['key_id'])}-")
    await a.json(
        "POST", "/api/v1/me/keys", {"name": "x", "collections": [a.inputs.name(a.inputs.victim(), "collection")]}
    )


async def outside(a: Attempt) -> None:
    """What anybody sees."""
    await a.send("GET", a.random.choice(("/metrics", "/readyz", "/livez", "/api/openapi.json", "/v1/models", "/none")))


async def tool(a: Attempt) -> None:
    """Tools over MCP."""
    name, arguments = a.random.choice(
        (
            ("ask_manuals", {"question": a.inputs.question()[:4000]}),
            ("search_manuals", {"question": a.inputs.question()[:4000], "limit": 20}),
            ("search_manuals", {"question": "lid seal", "equipment": a.inputs.name(a.inputs.victim(), "machine")}),
            ("lookup_code", {"code": a.inputs.disguised(a.inputs.name(a.inputs.victim(), "code"))}),
            ("get_page", {"document_id": a.inputs.identifier("document_id")[:100] or "-", "page": 1}),
        )
    )
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    await a.json("POST", "/mcp", body, **TOOLS)


async def revoked(a: Attempt) -> None:
    """Asked while one was a member of both collections, and looked for again when one is not any more."""
    world = a.raid.world
    wavering = world.wavering
    assert wavering is not None
    two = world.sides[1]
    body, key = {"question": "How do I change the lid seal of the centrifuge?"}, {"Idempotency-Key": uuid.uuid4().hex}
    await world.admit(member=True)
    told = await wavering.client.post("/api/v1/ask", json=body | {"collections": [two.collection]}, headers=key)
    assert two.secret in told.text, told.text
    given = told.json()
    await world.admit(member=False)
    b = a.raid.attempt(a.path, wavering)
    b.inputs.said |= {two.ids["exchange_id"], two.collection}
    await b.json("POST", "/api/v1/ask", body | {"collections": [two.collection]}, **key)
    await b.json("POST", "/api/v1/ask", body)
    await b.json("POST", "/api/v1/ask", {"question": "And then?", "conversation_id": given["conversation_id"]})
    for path in (
        f"/api/v1/exchanges/{given['exchange_id']}",
        f"/api/v1/exchanges/{given['exchange_id']}/feedback",
        f"/api/v1/conversations/{given['conversation_id']}",
        f"/api/v1/conversations/{given['conversation_id']}/export",
        "/api/v1/feedback",
        "/api/v1/golden-cases/export",
    ):
        await b.send("GET", path)


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        *(search, ask, ask_events, ask_on, after_somebody, chat, cited, page, image, file, document, diff, meddle),
        *(
            listed,
            codes,
            equipment,
            history,
            exchange,
            trace,
            feedback,
            golden,
            jobs,
            upload,
            account,
            outside,
            tool,
            revoked,
        ),
    )
}
SHOWS_OWN = WAYS.keys() - {"ask_on", "exchange", "image", "meddle", "outside"}
"""Ways in which attackers see something of their own meanwhile: else nothing would be learnt of them."""
SHOWS_OTHERS = WAYS.keys() - {"ask_on", "meddle", "outside"}
"""Ways in which they would see something of others if everybody were let in everywhere."""


async def attack(a: Attempt) -> None:
    """One attempt."""
    await WAYS[a.path](a)
