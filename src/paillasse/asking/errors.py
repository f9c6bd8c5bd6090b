"""The branch of the error tree for questions that are not answered now.

AskingError
├── NotNow                     the same question may be answered in a moment
│   ├── AskingSuspended        the database or the index could not be reached just now
│   └── TooManyQuestions       of one user, or from one address
├── ModelNotFound              a chat client wants another model than there is
├── AnswerTooLate              it took longer than a question may
└── OutOfScope                 an answer made of something that its reader may not read: a defect, and never shown
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class AskingError(PaillasseError):
    """A question that got no answer."""

    code = "asking_error"


class NotNow(AskingError):
    """The same question may be answered in a moment.

    Attributes:
        retry_after: seconds to wait before asking again.
    """

    code = "not_now"
    hint = "Ask again in a moment."

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class AskingSuspended(NotNow):
    """The database or the index could not be reached several times just now, so nobody waits for it for a while."""

    code = "asking_suspended"
    hint = "It is tried again by itself every few seconds."


class TooManyQuestions(NotNow):
    """One user, or one address, asked or searched too often."""

    code = "too_many_questions"
    hint = "Wait a little; PAILLASSE_QUESTIONS_PER_MINUTE and PAILLASSE_SEARCHES_PER_MINUTE say how many are taken."


class ModelNotFound(AskingError):
    """A chat client wants another model than there is."""

    code = "model_not_found"
    hint = "`GET /v1/models` says what there is."


class AnswerTooLate(AskingError):
    """The answer took longer than a question may."""

    code = "answer_too_late"
    hint = "Ask again, or raise PAILLASSE_ANSWER_SECONDS."


class OutOfScope(AskingError):
    """An answer was made of something that its reader may not read; it is not shown."""

    code = "out_of_scope"
    hint = "This is a defect: please report it."
