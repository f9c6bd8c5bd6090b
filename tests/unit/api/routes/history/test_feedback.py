from __future__ import annotations

from typing import Any

import httpx
import pytest

from exchanges import exchange
from paillasse.access.types import COMMAND_LINE, Role
from service_bench import ServiceBench

QUEUE = "/api/v1/feedback"
SAID = {"thumb": "down", "reason": "incomplete", "comment": "Et le joint ?", "corrected_answer": "Avec le joint."}


@pytest.fixture
async def lab(bench: ServiceBench) -> ServiceBench:
    """Ada, who asked over `lab` (e1) and over `lab` and `site` (e2); Eve, an expert of `lab`."""
    ada = await bench.user("ada", collections=("lab", "site"))
    await bench.user("eve", Role.EXPERT, collections=("lab",))
    for name, collections in [("e1", ("lab",)), ("e2", ("lab", "site"))]:
        await bench.service.history.record(exchange(name, owner=ada, collections=collections))
    return bench


def of(name: str) -> str:
    return f"/api/v1/exchanges/{name}/feedback"


async def say(bench: ServiceBench, name: str, **more: Any) -> dict[str, Any]:
    async with bench.client("ada") as client:
        given = await client.put(of(name), json=SAID | more)
    assert given.status_code == 200
    return given.json()


async def reviewed(client: httpx.AsyncClient, given: dict[str, Any], state: str = "accepted") -> httpx.Response:
    body = {"given_at": given["given_at"], "state": state, "note": "Page 3."}
    return await client.patch(f"{QUEUE}/{given['exchange_id']}", json=body)


async def test_the_last_word_counts(lab: ServiceBench) -> None:
    first = await say(lab, "e1")
    assert {key: first[key] for key in SAID} == SAID
    assert (first["state"], first["review"]) == ("open", None)
    last = await say(lab, "e1", thumb="up", reason=None)
    async with lab.client("ada") as client:
        assert (await client.get(of("e1"))).json() == last


@pytest.mark.parametrize("body", [{}, {"thumb": "sideways"}, SAID | {"reason": "x"}, SAID | {"comment": "x" * 10_001}])
async def test_what_is_no_feedback_is_refused(lab: ServiceBench, body: dict[str, str]) -> None:
    async with lab.client("ada") as client:
        assert (await client.put(of("e1"), json=body)).status_code == 422
        unsaid = await client.get(of("e1"))
        assert (unsaid.status_code, unsaid.json()) == (200, None)


async def test_an_expert_reviews_within_his_collections_and_it_is_noted(lab: ServiceBench) -> None:
    given, beyond = await say(lab, "e1"), await say(lab, "e2")
    async with lab.client("eve") as eve:
        assert (await eve.get("/api/v1/exchanges/e2")).status_code == 404
        assert (await reviewed(eve, beyond)).status_code == 404
        [queued] = (await eve.get(QUEUE, params={"state": "open"})).json()["feedback"]
        assert queued["feedback"] == given
        assert (queued["query"], queued["equipment"], queued["outcome"]) == ("e1: how?", "R416", "answered")
        shown = (await eve.get("/api/v1/exchanges/e1")).json()
        assert shown["response"]["trace"]["generator"] == "extractive"
        done = await reviewed(eve, queued["feedback"])
        assert (done.status_code, done.json()["state"], done.json()["review"]["note"]) == (200, "accepted", "Page 3.")
        assert (await eve.get(QUEUE, params={"state": "open"})).json() == {"feedback": [], "next": None}
    async with lab.client("ada") as client:
        assert (await client.get(of("e1"))).json() | {"golden_case": None} == done.json()
    entry, *_ = await lab.access.audit.list(9)
    assert (entry.action, entry.target, entry.outcome) == ("feedback_review", "e1", "accepted")
    assert entry.actor == done.json()["review"]["reviewer"]


async def test_a_review_of_what_has_changed_is_refused(lab: ServiceBench) -> None:
    given = await say(lab, "e1")
    lab.clock.pass_by(seconds=1)
    changed = await say(lab, "e1", comment="Non, rien.")
    async with lab.client("eve") as eve:
        refused = await reviewed(eve, given)
        assert (refused.status_code, refused.json()["code"]) == (409, "feedback_changed")
        naive = await reviewed(eve, given | {"given_at": "2026-01-01T00:00:00"})
        assert naive.status_code == 422
        assert (await eve.get(of("e1"))).json() == changed
        assert (await reviewed(eve, changed, "rejected")).status_code == 200


async def test_an_expert_who_left_a_collection_reads_nothing_of_it(lab: ServiceBench) -> None:
    given = await say(lab, "e1")
    async with lab.client("eve") as eve:
        me = (await eve.get("/api/v1/me")).json()["user_id"]
        await lab.access.membership.remove_member(COMMAND_LINE, "lab", me)
        assert (await eve.get(QUEUE)).json()["feedback"] == []
        for path in ("/api/v1/exchanges/e1", of("e1")):
            assert (await eve.get(path)).status_code == 404
        assert (await reviewed(eve, given)).status_code == 404


async def test_the_queue_comes_in_pages_the_oldest_first(bench: ServiceBench) -> None:
    ada = await bench.user("ada", Role.ADMIN)
    for number in range(3):
        await bench.service.history.record(exchange(f"e{number}", owner=ada, collections=("default",)))
        await say(bench, f"e{number}")
        bench.clock.pass_by(seconds=1)
    async with bench.client("ada") as client:
        first = (await client.get(QUEUE, params={"limit": 2})).json()
        second = (await client.get(QUEUE, params={"limit": 2, "cursor": first["next"]})).json()
    pages = [[each["feedback"]["exchange_id"] for each in page["feedback"]] for page in (first, second)]
    assert pages == [["e0", "e1"], ["e2"]]
    assert second["next"] is None
