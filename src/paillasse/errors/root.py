"""What the tree of errors grows from, and what any part may raise.

PaillasseError
├── Overloaded                 too much at once of what was asked for
├── InvalidQuestion
└── InvalidConfiguration
"""

from __future__ import annotations


class PaillasseError(Exception):
    """Base of everything Paillasse raises on purpose.

    Attributes:
        code: stable machine-readable name.
        hint: what the user can do about it.
    """

    code = "error"
    hint = ""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class Overloaded(PaillasseError):
    """Too much is asked for at once; the same may be done in a moment.

    Attributes:
        retry_after: seconds to wait before asking again.
    """

    code = "overloaded"
    hint = "Ask again in a moment."

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class InvalidQuestion(PaillasseError):
    """A question without a word, or far too long."""

    code = "invalid_question"
    hint = "Ask in a sentence, in French or English."


class InvalidConfiguration(PaillasseError):
    """A setting or pipeline configuration that cannot work."""

    code = "invalid_configuration"
