"""What questions cost: counted apart from their words, so that deleting a conversation does not falsify the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from paillasse.history.types import Exchange
from paillasse.types.answers import Usage


@dataclass(frozen=True, slots=True)
class Charge:
    """What language models used for one question, in one currency."""

    currency: str
    """ISO 4217; empty when no model was asked."""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    """Of the calls whose price is known."""
    unpriced: int = 0
    """Calls of models that the price table does not know."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What language models used for one question, whether it was answered or not."""

    exchange_id: str
    """That the exchange has, or would have had."""
    owner: str
    """User id of who asked first: who asked the same meanwhile has no bill."""
    collections: tuple[str, ...]
    at: datetime
    """When he asked."""
    usage: tuple[Usage, ...]


class UsageBy(StrEnum):
    """What usage is summed up by."""

    USER = "user"
    COLLECTION = "collection"
    DAY = "day"
    """In UTC."""


@dataclass(frozen=True, slots=True)
class UsageTotal:
    """What one user, collection or day used, in one currency."""

    key: str
    """User id, name of the collection, or day as `2026-11-21`."""
    questions: int
    charge: Charge
    """Its currency is empty in the total of the questions that no model was asked for."""


def bill_of(exchange: Exchange) -> Bill:
    """What an exchange cost."""
    usage = exchange.response.usage
    return Bill(exchange.id, exchange.owner, exchange.collections, exchange.created_at, usage)


def charges(usage: Sequence[Usage]) -> tuple[Charge, ...]:
    """One charge per currency, at least one."""
    by_currency = attrgetter("currency")
    summed = (_sum(currency, list(used)) for currency, used in groupby(sorted(usage, key=by_currency), by_currency))
    return tuple(summed) or (Charge(""),)


def _sum(currency: str, usage: Sequence[Usage]) -> Charge:
    return Charge(
        currency,
        sum(used.input_tokens for used in usage),
        sum(used.output_tokens for used in usage),
        sum(used.cost or 0.0 for used in usage),
        sum(used.calls for used in usage if used.cost is None),
    )
