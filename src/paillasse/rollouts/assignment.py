"""Which users a rollout chose: the same ones in every process, without asking anybody.

A user stays with his arm for as long as the rollout lasts; the next one draws anew, so that nobody is always the first
to meet what is new.
"""

from __future__ import annotations

import hashlib

from paillasse.rollouts.types import Arm, Mode, Rollout

_DIGITS = 16


def is_chosen(rollout: Rollout, user_id: str) -> bool:
    """Whether the candidate answers this user: true for the rollout's share of all users, by a hash."""
    drawn = hashlib.sha256(f"{rollout.id}:{user_id}".encode("utf-8", "surrogatepass")).digest()[:8]
    return int.from_bytes(drawn) / 2**64 < rollout.share


def arm_of(rollout: Rollout, user_id: str) -> Arm:
    """Whose answers a user is shown."""
    return Arm.CANDIDATE if rollout.mode is not Mode.SHADOW and is_chosen(rollout, user_id) else Arm.CONTROL


def pseudonym(rollout_id: str, user_id: str) -> str:
    """What a user is called in the counts of one rollout: they need to tell users apart, not who they are."""
    told = f"{rollout_id}/{user_id}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:_DIGITS]
