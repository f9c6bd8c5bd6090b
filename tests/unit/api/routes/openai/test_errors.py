from __future__ import annotations

from service_bench import ServiceBench

JSON = {"Content-Type": "application/json"}


async def test_a_body_that_is_no_text_is_an_error_of_openais(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client("marie") as client:
        response = await client.post("/v1/chat/completions", content=b'{"model": "\xff"}', headers=JSON)
    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
    assert response.json()["error"]["code"] == "bad_request"


async def test_a_body_that_is_too_long_is_refused(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client("marie") as client:
        response = await client.post("/v1/chat/completions", content=b" " * (2 << 20), headers=JSON)
    assert response.status_code == 413
