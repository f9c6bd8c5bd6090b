from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from paillasse.rollouts.assignment import is_chosen, pseudonym
from paillasse.rollouts.types import MadeOf, Mode, Rollout

ROLLOUT = Rollout(
    "r1", Mode.CANARY, 0.25, MadeOf("1", "c", "g"), MadeOf("2", "d", "g"), "{}", datetime(2026, 1, 1, tzinfo=UTC), "ada"
)
USERS = [f"user-{number}" for number in range(4000)]


def test_a_share_of_the_users_is_chosen_and_stays_so() -> None:
    chosen = {user for user in USERS if is_chosen(ROLLOUT, user)}
    assert 0.22 < len(chosen) / len(USERS) < 0.28
    assert chosen == {user for user in USERS if is_chosen(ROLLOUT, user)}
    more = {user for user in USERS if is_chosen(replace(ROLLOUT, share=0.5), user)}
    assert chosen < more
    assert all(is_chosen(replace(ROLLOUT, share=1.0), user) for user in USERS)


def test_the_next_rollout_draws_anew() -> None:
    chosen = [is_chosen(ROLLOUT, user) for user in USERS]
    again = [is_chosen(replace(ROLLOUT, id="r2"), user) for user in USERS]
    both = sum(one and other for one, other in zip(chosen, again, strict=True))
    assert both / len(USERS) < 0.09


def test_counts_do_not_say_who_somebody_is() -> None:
    assert pseudonym("r1", "ada") != pseudonym("r2", "ada")
    assert pseudonym("r1", "ada") == pseudonym("r1", "ada") != pseudonym("r1", "bob")
    assert pseudonym("r1", "\udc00")
