from __future__ import annotations

import threading
from typing import Any

import pytest

from answers import REFUSED
from exchanges import ANSWER, exchange
from paillasse.access.types import COMMAND_LINE, Role
from paillasse.api.routes.history import conversations
from service_bench import ServiceBench

CONVERSATIONS, EXCHANGES = "/api/v1/conversations", "/api/v1/exchanges"


async def asked(bench: ServiceBench, owner: str, name: str, conversation: str = "c", **more: Any) -> None:
    values: dict[str, Any] = {"collections": ("default",), **more}
    await bench.service.history.record(exchange(name, conversation, owner=owner, **values))


async def test_conversations_come_in_pages(bench: ServiceBench) -> None:
    ada = await bench.user("ada")
    for minutes in range(5):
        await asked(bench, ada, f"e{minutes}", f"c{minutes}", minutes=minutes)
    found: list[str] = []
    cursor: dict[str, str] = {}
    async with bench.client("ada") as client:
        while len(found) < 9:
            page = (await client.get(CONVERSATIONS, params={"limit": "2", **cursor})).json()
            found += [each["id"] for each in page["conversations"]]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
    assert found == ["c4", "c3", "c2", "c1", "c0"]


async def test_conversations_are_found_by_what_was_asked_in_them(bench: ServiceBench) -> None:
    ada, bob = await bench.user("ada"), await bench.user("bob")
    await asked(bench, ada, "e1", "c1", query="Étalonnage de la balance")
    await asked(bench, ada, "e2", "c1", minutes=1, query="Et la lampe ?")
    await asked(bench, ada, "e3", "c2", minutes=2, query="Lamp")
    await asked(bench, bob, "e4", "c3", minutes=3, query="Lampe, étalonnage")
    async with bench.client("ada") as client:
        found = (await client.get(CONVERSATIONS, params={"q": " LAMPE  etalonnage "})).json()
    assert ([each["id"] for each in found["conversations"]], found["next"]) == (["c1"], None)


async def test_a_conversation_is_shown_with_its_exchanges(bench: ServiceBench) -> None:
    ada = await bench.user("ada")
    await asked(bench, ada, "e1")
    await asked(bench, ada, "e2", minutes=1, answer=REFUSED)
    async with bench.client("ada") as client:
        shown = (await client.get(f"{CONVERSATIONS}/c", params={"limit": 1})).json()
        assert (shown["title"], shown["exchanges"][0]["id"]) == ("e1: how?", "e2")
        older = (await client.get(f"{CONVERSATIONS}/c", params={"limit": 5, "cursor": shown["next"]})).json()
    assert older["next"] is None
    [first] = older["exchanges"]
    assert first["kind"] == "exchange"
    assert first["response"]["claims"][0]["text"] == ANSWER.claims[0].text
    assert first["response"]["trace"] is None
    assert first["costs"] == [{"currency": "EUR", "input_tokens": 100, "output_tokens": 20, "cost": 0.0, "unpriced": 0}]
    assert (first["release"], first["latency_ms"], first["outcome"]) == ("0123456789ab/g1", 12.5, "answered")


async def test_an_exchange_is_shown_with_its_trace(bench: ServiceBench) -> None:
    ada = await bench.user("ada")
    await asked(bench, ada, "e1")
    async with bench.client("ada") as client:
        shown = (await client.get(f"{EXCHANGES}/e1")).json()
    assert shown["response"]["trace"] == ANSWER.trace
    assert (shown["owner"], shown["equipment"], shown["collections"]) == (ada, "R416", ["default"])


async def test_what_was_asked_over_a_lost_collection_is_withheld_everywhere(bench: ServiceBench) -> None:
    ada = await bench.user("ada", collections=("default", "lab"))
    await asked(bench, ada, "e1", collections=("default", "lab"))
    async with bench.client("ada") as client:
        assert ANSWER.claims[0].text in (await client.get(f"{EXCHANGES}/e1")).text
        await bench.access.membership.remove_member(COMMAND_LINE, "lab", ada)
        paths = [f"{EXCHANGES}/e1", f"{CONVERSATIONS}/c", f"{CONVERSATIONS}/c/export"]
        texts = [(await client.get(path)).text for path in paths]
        for text in texts:
            assert "e1: how?" in text
            assert not any(word in text for word in ("cover", "lamp", "Manual", "manual [v2].pdf"))
        assert (await client.get(f"{EXCHANGES}/e1")).json()["kind"] == "withheld"
        assert (await client.get(f"{CONVERSATIONS}/c")).json()["exchanges"][0]["kind"] == "withheld"
        assert (await client.get(f"{EXCHANGES}/e1/feedback")).status_code == 404
        assert (await client.put(f"{EXCHANGES}/e1/feedback", json={"thumb": "up"})).status_code == 404


async def test_the_owner_renames_and_deletes(bench: ServiceBench) -> None:
    ada = await bench.user("ada")
    await asked(bench, ada, "e1")
    async with bench.client("ada") as client:
        renamed = await client.patch(f"{CONVERSATIONS}/c", json={"title": " Lampe "})
        assert (renamed.status_code, renamed.json()["title"]) == (200, "Lampe")
        refused = await client.patch(f"{CONVERSATIONS}/c", json={"title": "a\nb"})
        assert (refused.status_code, refused.json()["code"]) == (422, "unsuitable_title")
        assert (await client.delete(f"{CONVERSATIONS}/c")).status_code == 204
        assert (await client.get(f"{EXCHANGES}/e1")).status_code == 404
        assert (await client.get(CONVERSATIONS)).json() == {"conversations": [], "next": None}


async def test_an_export_holds_the_whole_conversation(bench: ServiceBench) -> None:
    ada = await bench.user("ada")
    for minutes in range(120):
        await asked(bench, ada, f"e{minutes}", minutes=minutes)
    async with bench.client("ada") as client:
        response = await client.get(f"{CONVERSATIONS}/c/export")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="conversation.md"'
    headings = [line for line in response.text.splitlines() if line.startswith("## ")]
    assert headings == [f"## e{minutes}: how?" for minutes in range(120)]


async def test_a_long_conversation_is_exported_from_its_end_and_says_so(
    bench: ServiceBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "_MOST", 3)
    ada = await bench.user("ada")
    texts: list[str] = []
    async with bench.client("ada") as client:
        for minutes in range(4):
            await asked(bench, ada, f"e{minutes}", minutes=minutes)
            texts.append((await client.get(f"{CONVERSATIONS}/c/export")).text)
    assert ["is not in this file" in text for text in texts] == [False, False, False, True]
    headings = [line for line in texts[-1].splitlines() if line.startswith("## ")]
    assert headings == ["## e1: how?", "## e2: how?", "## e3: how?"]


async def test_an_export_is_written_beside_the_event_loop(bench: ServiceBench, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def written(*_: object, **__: object) -> str:
        threads.append(threading.current_thread())
        return ""

    monkeypatch.setattr(conversations, "markdown", written)
    await asked(bench, await bench.user("ada"), "e1")
    async with bench.client("ada") as client:
        await client.get(f"{CONVERSATIONS}/c/export")
    assert threads != [threading.current_thread()]
    assert len(threads) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "conversations/{c}", None),
        ("PATCH", "conversations/{c}", {"title": "Mine"}),
        ("DELETE", "conversations/{c}", None),
        ("GET", "conversations/{c}/export", None),
        ("GET", "exchanges/{e}", None),
        ("GET", "exchanges/{e}/feedback", None),
        ("PUT", "exchanges/{e}/feedback", {"thumb": "up"}),
    ],
)
@pytest.mark.parametrize("role", list(Role))
async def test_foreign_and_unknown_are_the_same_and_nothing_changes(
    bench: ServiceBench, method: str, path: str, body: dict[str, str] | None, role: Role
) -> None:
    ada = await bench.user("ada")
    await bench.user("bob", role)
    await asked(bench, ada, "e1")
    async with bench.client("ada") as client:
        before = (await client.get(f"{CONVERSATIONS}/c")).json()
    async with bench.client("bob") as client:
        foreign = await client.request(method, f"/api/v1/{path.format(c='c', e='e1')}", json=body)
        unknown = await client.request(method, f"/api/v1/{path.format(c='%00', e='x')}", json=body)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "history_not_found")
    same = [{k: v for k, v in r.json().items() if k != "request_id"} for r in (foreign, unknown)]
    assert same[0] == same[1]
    async with bench.client("ada") as client:
        assert (await client.get(f"{CONVERSATIONS}/c")).json() == before
        assert (await client.get(f"{EXCHANGES}/e1/feedback")).json() is None


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "101"}, {"cursor": "no cursor"}, {"cursor": ""}])
async def test_a_page_that_cannot_be_is_refused(bench: ServiceBench, query: dict[str, str]) -> None:
    await bench.user("ada")
    async with bench.client("ada") as client:
        response = await client.get(CONVERSATIONS, params=query)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
    assert response.json()["errors"][0]["where"].startswith("query.")


async def test_a_key_reads_no_answer_beyond_its_collections(bench: ServiceBench) -> None:
    ada = await bench.user("ada", collections=("default", "lab"))
    await asked(bench, ada, "e1", collections=("default", "lab"))
    await asked(bench, ada, "e2", collections=("lab",), minutes=1)
    async with bench.client("ada") as client:
        made = await client.post("/api/v1/me/keys", json={"name": "LIMS", "collections": ["lab"]})
    async with bench.client(Authorization=f"Bearer {made.json()['secret']}") as machine:
        shown = (await machine.get(f"{CONVERSATIONS}/c")).json()["exchanges"]
    assert [(each["id"], each["kind"]) for each in shown] == [("e2", "exchange"), ("e1", "withheld")]
