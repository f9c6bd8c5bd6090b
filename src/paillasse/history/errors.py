"""The branch of the error tree (`paillasse.errors`) about what was asked and answered.

HistoryError
├── HistoryNotFound            no such conversation, exchange or feedback, or somebody else's
├── UnsuitableTitle            of a conversation
├── UnsuitableCase             what an expert says of the right answer, and no golden case can be
├── FeedbackChanged            it is no longer the one that was reviewed
└── CaseChanged                a golden case, by somebody else, since it was looked at
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class HistoryError(PaillasseError):
    """Something about conversations, exchanges or feedback."""

    code = "history_error"


class HistoryNotFound(HistoryError):
    """No such conversation, exchange or feedback, or one that this user may not read: which of them is not said."""

    code = "history_not_found"
    hint = "The list of your conversations shows what there is; what is older than the time it is kept for is gone."


class UnsuitableTitle(HistoryError):
    """It cannot be the title of a conversation."""

    code = "unsuitable_title"
    hint = "Take 1 to 200 characters on one line."


class UnsuitableCase(HistoryError):
    """What an expert says of the right answer makes no golden case."""

    code = "unsuitable_case"
    hint = "Name the pages that answer the question, or say with `answerable` that no manual does."


class FeedbackChanged(HistoryError):
    """Its author changed it after the reviewer had read it."""

    code = "feedback_changed"
    hint = "Read it again and decide anew."


class CaseChanged(HistoryError):
    """Somebody else changed a golden case after its editor had read it."""

    code = "case_changed"
    hint = "Read it again, and change what is there now."
