"""What every ledger of usage does, whatever stands behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from exchanges import ANSWER, HistoryStores, at, exchange
from paillasse.history.types import Exchange
from paillasse.history.usage import Charge, UsageBy, UsageTotal, bill_of
from paillasse.types.answers import Usage

EUROS = Charge("EUR", 100, 20, 0.25, 0)
ALL = (at(-10_000), at(10_000))


def used(name: str, *usage: Usage, **more: object) -> Exchange:
    return replace(exchange(name, name, answer=replace(ANSWER, usage=usage)), **more)


def euros(cost: float | None = 0.25) -> Usage:
    return Usage("ollama/small", 2, 100, 20, cost, "EUR")


async def test_usage_is_summed_by_user_and_currency(histories: HistoryStores) -> None:
    dollars = Usage("openai/judge", 1, 10, 1, 0.5, "USD")
    for kept in (
        used("a", euros(), euros(None)),
        used("b", euros(), dollars),
        used("c"),
        used("d", euros(), owner="bob"),
    ):
        await histories.history.record(kept, "T")
    assert await histories.ledger.totals(UsageBy.USER, *ALL) == [
        UsageTotal("ada", 1, Charge("")),
        UsageTotal("ada", 2, Charge("EUR", 300, 60, 0.5, 2)),
        UsageTotal("ada", 1, Charge("USD", 10, 1, 0.5, 0)),
        UsageTotal("bob", 1, EUROS),
    ]


async def test_a_question_counts_in_every_collection_it_was_asked_over(histories: HistoryStores) -> None:
    await histories.history.record(used("a", euros(), collections=("lab", "site")), "T")
    await histories.history.record(used("b", euros(), collections=("lab",)), "T")
    assert await histories.ledger.totals(UsageBy.COLLECTION, *ALL) == [
        UsageTotal("lab", 2, Charge("EUR", 200, 40, 0.5, 0)),
        UsageTotal("site", 1, EUROS),
    ]


async def test_days_are_those_of_utc_and_ranges_end_before_their_end(histories: HistoryStores) -> None:
    midnight = datetime(2026, 1, 2, tzinfo=UTC)
    east = timezone(timedelta(hours=5))
    moments = [midnight - timedelta(seconds=1), midnight.astimezone(east), midnight + timedelta(days=1)]
    for number, moment in enumerate(moments):
        await histories.history.record(used(str(number), euros(), created_at=moment), "T")
    by_day = await histories.ledger.totals(UsageBy.DAY, moments[0], moments[2])
    assert by_day == [UsageTotal("2026-01-01", 1, EUROS), UsageTotal("2026-01-02", 1, EUROS)]
    assert await histories.ledger.totals(UsageBy.DAY, moments[2], moments[2]) == []


async def test_what_was_used_stays_when_a_conversation_is_deleted_and_goes_when_it_is_old(
    histories: HistoryStores,
) -> None:
    await histories.history.record(used("a", euros()), "T")
    await histories.history.delete("a", "ada")
    assert await histories.ledger.totals(UsageBy.USER, *ALL) == [UsageTotal("ada", 1, EUROS)]
    await histories.history.purge(at(0))
    assert await histories.ledger.totals(UsageBy.USER, *ALL) == [UsageTotal("ada", 1, EUROS)]
    await histories.history.purge(at(1))
    assert await histories.ledger.totals(UsageBy.USER, *ALL) == []


async def test_what_was_charged_counts_once_with_its_exchange_and_without(histories: HistoryStores) -> None:
    answered, left = used("a", euros()), used("b", euros())
    for bill in map(bill_of, (answered, left, left)):
        await histories.history.charge(bill)
    await histories.history.record(answered, "T")
    assert await histories.ledger.totals(UsageBy.USER, *ALL) == [
        UsageTotal("ada", 2, Charge("EUR", 200, 40, 0.5, 0)),
    ]
    await histories.history.purge(at(1))
    assert await histories.ledger.totals(UsageBy.USER, *ALL) == []
