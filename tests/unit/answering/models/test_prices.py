from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import paillasse
from paillasse.answering.models.prices import Prices
from paillasse.errors.root import InvalidConfiguration

SHIPPED = Path(paillasse.__file__).parent / "data" / "prices.toml"
OWN = """
date = 2026-11-01
currency = "EUR"

[[price]]
model = "openai/gpt-4o-mini"
input = 1.0
output = 2.0
"""


def test_the_shipped_table() -> None:
    prices = Prices.load([SHIPPED])
    cost = prices.cost("openai/gpt-4o-mini", 1_000_000, 1_000_000)
    assert (cost.amount, cost.currency) == (pytest.approx(0.75), "USD")
    assert cost.date >= date(2026, 1, 1)
    assert prices.cost("ollama/anything", 10, 10).amount == 0
    assert prices.cost("openai/unheard-of", 10, 10).amount is None


def test_the_users_own_prices_go_first(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(OWN)
    prices = Prices.load([SHIPPED, own])
    cost = prices.cost("openai/gpt-4o-mini", 1_000_000, 500_000)
    assert (cost.amount, cost.currency, cost.date) == (2.0, "EUR", date(2026, 11, 1))
    assert prices.cost("openai/gpt-4.1-nano", 1_000_000, 0).currency == "USD"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"date = ", OWN.replace("1.0", "-1.0").encode(), OWN.replace("EUR", "euros").encode()],
)
def test_a_table_that_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "prices.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidConfiguration, match=r"prices\.toml is not a table of prices"):
        Prices.load([path])


def test_a_table_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfiguration, match="Cannot read the prices"):
        Prices.load([tmp_path / "prices.toml"])
