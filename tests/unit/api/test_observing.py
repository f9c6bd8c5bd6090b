from __future__ import annotations

import logging

import pytest
from pythonjsonlogger.json import JsonFormatter

from paillasse.access.types import Role
from paillasse.errors.storage import DatabaseUnreachable
from service_bench import ServiceBench


async def test_a_request_is_a_line_in_the_log_without_what_was_asked(
    bench: ServiceBench, caplog: pytest.LogCaptureFixture
) -> None:
    marie = await bench.user("marie")
    with caplog.at_level(logging.INFO, "paillasse.access_log"):
        async with bench.client("marie") as client:
            await client.delete("/api/v1/me/keys/secret-thing")
            await client.get("/livez")
    [record] = [r for r in caplog.records if r.name == "paillasse.access_log"]
    said = vars(record)
    assert (said["method"], said["route"], said["status"]) == ("DELETE", "/api/v1/me/keys/{key_id}", 404)
    assert said["user_id"] == marie
    assert said["ms"] > 0
    line = JsonFormatter().format(record)
    assert not any(word in line for word in ("secret-thing", "marie", "127.0.0.1"))


async def test_figures_count_routes_not_paths_that_people_make_up(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        for path in ("/api/v1/me", "/made-up/1", "/made-up/2"):
            await client.get(path)
        await client.request("BREW", "/livez")
        text = (await client.get("/metrics")).text
    assert 'paillasse_http_requests_total{method="GET",route="/api/v1/me",status="200"} 1.0' in text
    assert 'paillasse_http_requests_total{method="GET",route="(none)",status="404"} 2.0' in text
    assert "made-up" not in text
    assert "BREW" not in text
    assert "paillasse_http_requests_open 1.0" in text


async def test_figures_tell_what_answers_what_is_down_and_what_waits(bench: ServiceBench) -> None:
    async with bench.client() as client:
        before = (await client.get("/metrics")).text
        bench.database.down = True
        after = (await client.get("/metrics")).text
    assert 'paillasse_part_up{part="database"} 1.0' in before
    assert 'paillasse_part_up{part="database"} 0.0' in after
    for line in ('breaker_open{dependency="index"} 0.0', 'jobs{state="queued"} 0.0', "release_info{"):
        assert f"paillasse_{line}" in before


async def test_figures_are_told_when_jobs_cannot_be_counted(
    bench: ServiceBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def counts() -> None:
        raise DatabaseUnreachable("gone")

    async with bench.client() as client:
        await client.get("/metrics")
        monkeypatch.setattr(bench.service.board, "counts", counts)
        answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert "paillasse_jobs{" not in answer.text


async def test_what_somebody_thinks_of_an_answer_and_what_he_asks_are_counted_not_told(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client("marie") as client:
        await client.post("/api/v1/ask", json={"question": "hunter2 hunter2"})
        text = (await client.get("/metrics")).text
    assert 'paillasse_question_failures_total{code="empty_index"} 1.0' in text
    assert "hunter2" not in text


@pytest.mark.parametrize("given", ["short", "with space in it", "x" * 65, "line\tbreak-"])
async def test_an_id_that_could_forge_a_log_is_replaced(bench: ServiceBench, given: str) -> None:
    async with bench.client() as client:
        response = await client.get("/livez", headers={"X-Request-ID": given})
    assert response.headers["x-request-id"] != given


async def test_browsers_are_told_to_be_careful(bench: ServiceBench) -> None:
    async with bench.client() as client:
        headers = (await client.get("/livez")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_readiness_says_what_is_down(bench: ServiceBench) -> None:
    async with bench.client() as client:
        assert (await client.get("/readyz")).json() == {"ready": True, "parts": {"database": True, "index": True}}
        bench.database.down = True
        response = await client.get("/readyz")
        assert response.status_code == 503
        assert response.json() == {"ready": False, "parts": {"database": False, "index": True}}
        assert (await client.get("/livez")).status_code == 200
