"""What language models cost: a dated table that ships, and the user's own beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from paillasse.errors.root import InvalidConfiguration

_MILLION = 1_000_000


class _Price(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(min_length=1)
    input: float = Field(ge=0)
    output: float = Field(ge=0)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    date: date
    currency: str = Field(pattern="^[A-Z]{3}$")
    price: tuple[_Price, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount, None where nobody knows the price."""

    amount: float | None
    currency: str
    date: date
    """Of the table that was used."""


class Prices:
    """Prices per million tokens by `provider/name`; `provider/*` stands for what is not listed."""

    def __init__(self, tables: Iterable[tuple[date, str, Mapping[str, tuple[float, float]]]]) -> None:
        """Later tables go before earlier ones."""
        self._tables = list(tables)[::-1]

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Prices:
        """Read price tables; later ones go before earlier ones.

        Raises:
            InvalidConfiguration: a table that cannot be read.
        """
        return cls([_read(path) for path in paths])

    def cost(self, model: str, input_tokens: int, output_tokens: int) -> Cost:
        """What so many tokens cost."""
        for dated, currency, prices in self._tables:
            found = prices.get(model) or prices.get(model.partition("/")[0] + "/*")
            if found is not None:
                amount = (input_tokens * found[0] + output_tokens * found[1]) / _MILLION
                return Cost(amount, currency, dated)
        dated, currency, _ = self._tables[-1]
        return Cost(None, currency, dated)


def _read(path: Path) -> tuple[date, str, dict[str, tuple[float, float]]]:
    try:
        table = _Table.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InvalidConfiguration(f"Cannot read the prices in {path}: {error.strerror}.") from error
    except ValueError as error:  # not UTF-8, not TOML, or not a table of prices
        raise InvalidConfiguration(
            f"{path} is not a table of prices: {error}", hint="docs/how-to/use-a-language-model.md shows one."
        ) from error
    return table.date, table.currency, {p.model: (p.input, p.output) for p in table.price}
