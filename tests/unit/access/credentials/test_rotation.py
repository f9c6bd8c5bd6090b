"""Whatever an owner, his tabs and a thief do with refresh tokens, one token is alive at a time, and a copy is found."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from access_stores import NOW, Clock
from paillasse.access.credentials.rotation import GRACE, REFRESH_LIFE, Rotation, hashed, judge, new_secret, split
from paillasse.access.types import RefreshFamily
from paillasse.adapters.memory.accounts import MemoryRefreshStore


def family(**more: Any) -> RefreshFamily:
    values: dict[str, Any] = {
        "current": "now",
        "previous": "before",
        "rotated_at": NOW,
        "expires_at": NOW + REFRESH_LIFE,
    }
    return RefreshFamily(id="f", user_id="ada", generation=0, **{**values, **more})


@pytest.mark.parametrize(
    ("presented", "after", "verdict"),
    [
        ("now", timedelta(), Rotation.ROTATED),
        ("now", REFRESH_LIFE - timedelta(seconds=1), Rotation.ROTATED),
        ("now", REFRESH_LIFE, Rotation.ENDED),
        ("before", GRACE, Rotation.SUPERSEDED),
        ("before", GRACE + timedelta(microseconds=1), Rotation.REUSED),
        ("long ago", timedelta(), Rotation.REUSED),
        ("", timedelta(), Rotation.REUSED),
    ],
)
def test_verdicts(presented: str, after: timedelta, verdict: Rotation) -> None:
    assert judge(family(), presented, NOW + after) is verdict


def test_before_the_first_rotation_there_is_no_grace() -> None:
    assert judge(family(previous=""), hashed(""), NOW) is Rotation.REUSED
    assert judge(None, "now", NOW) is Rotation.ENDED


def test_secrets_have_256_bits_and_are_stored_hashed() -> None:
    secret = new_secret()
    assert len(secret) == 43
    assert new_secret() != secret
    assert split(f"f.{secret}") == ("f", hashed(secret))
    assert secret not in hashed(secret)


@given(st.text())
def test_any_text_can_be_presented(text: str) -> None:
    family_id, presented = split(text)
    assert len(family_id) <= 64
    assert len(presented) == 64


class Copies(RuleBasedStateMachine):
    """Tokens of one family are presented in any order and at any pace, by anybody who has them."""

    tokens = Bundle("tokens")

    def __init__(self) -> None:
        super().__init__()
        self.store = MemoryRefreshStore()
        self.clock = Clock(NOW)
        self.chain = ["0"]
        """Every token that was given, in order."""
        self.rotated_at = NOW
        self.alive = True
        asyncio.run(self.store.add(family(current="0", previous=""), NOW))

    @rule(target=tokens)
    def sign_in(self) -> str:
        return "0"

    @rule(seconds=st.sampled_from([0.1, 5, 10.1, 900, 86_400]))
    def wait(self, seconds: float) -> None:
        self.clock.pass_by(seconds=seconds)

    @rule(target=tokens, token=tokens)
    def present(self, token: str) -> str:
        successor = str(len(self.chain))
        verdict, _ = asyncio.run(self.store.rotate("f", token, successor, self.clock()))
        if not self.alive or self.clock() >= self.rotated_at + REFRESH_LIFE:
            assert verdict is Rotation.ENDED
            self.alive = False
        elif token == self.chain[-1]:
            assert verdict is Rotation.ROTATED
            self.chain.append(successor)
            self.rotated_at = self.clock()
        elif token == self.chain[-2] and self.clock() - self.rotated_at <= GRACE:
            assert verdict is Rotation.SUPERSEDED
        else:
            assert verdict is Rotation.REUSED
            self.alive = False
        return successor if verdict is Rotation.ROTATED else token

    @invariant()
    def one_token_is_alive(self) -> None:
        kept = self.store.families.get("f")
        assert (kept is not None) == self.alive
        if kept is not None:
            good = [t for t in self.chain if judge(kept, t, self.rotated_at) is Rotation.ROTATED]
            assert good == [self.chain[-1]]


TestCopies = Copies.TestCase
TestCopies.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
