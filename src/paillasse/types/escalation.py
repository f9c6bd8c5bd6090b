"""The nouns of escalation: frozen values, no input or output."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EscalationReason:
    """What speaks for a ticket, or against it."""

    feature: str
    meaning: str
    """The same in words (English)."""
    value: float
    effect: float
    """By how much it changes the log odds of a ticket, beside its usual value: above 0 it speaks for one."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """How likely it is that the manuals do not answer: a case for a ticket."""

    probability: float
    """0 to 1, calibrated."""
    reasons: tuple[EscalationReason, ...]
    """The strongest first."""
    model: str
    """Version of the model that says so."""
    offered: bool = False
    """Whether who asked is offered to open a ticket."""
