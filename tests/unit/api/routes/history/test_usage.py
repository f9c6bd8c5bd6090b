from __future__ import annotations

import pytest

from exchanges import exchange
from paillasse.access.types import Role
from service_bench import ServiceBench

USAGE = "/api/v1/admin/usage"


async def test_administrators_see_what_was_used_and_no_word_of_it(bench: ServiceBench) -> None:
    await bench.user("ada", Role.ADMIN)
    marie = await bench.user("marie")
    kept = exchange("e1", owner=marie, query="a secret", collections=("lab", "site"))
    await bench.service.history.record(kept)
    costs = {"currency": "EUR", "input_tokens": 100, "output_tokens": 20, "cost": 0.0, "unpriced": 0}
    during = {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}
    async with bench.client("ada") as client:
        for by, keys in [("user", [marie]), ("collection", ["lab", "site"]), ("day", ["2026-01-01"])]:
            shown = await client.get(USAGE, params={"by": by, **during})
            assert shown.json() == {
                "by": by,
                **during,
                "totals": [{"key": key, "questions": 1, "costs": costs} for key in keys],
            }
            assert "secret" not in shown.text
        assert (await client.get(USAGE)).json()["by"] == "user"
        before = await client.get(USAGE, params={"until": "2026-01-01T00:00:00Z"})
    assert before.json()["totals"] == []
    assert before.json()["since"] == "2025-12-02T00:00:00Z"


@pytest.mark.parametrize("query", [{"by": "word"}, {"since": "2026-01-01T00:00:00"}, {"until": "0001-01-01T00:00:00Z"}])
async def test_a_range_that_cannot_be_is_refused(bench: ServiceBench, query: dict[str, str]) -> None:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        assert (await client.get(USAGE, params=query)).status_code == 422
