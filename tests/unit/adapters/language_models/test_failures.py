from __future__ import annotations

import pytest

from paillasse.adapters.language_models.failures import failure
from paillasse.errors.models import (
    LanguageModelBusy,
    LanguageModelError,
    LanguageModelRejected,
    LanguageModelTooSlow,
    LanguageModelUnreachable,
)


class WithStatus(Exception):
    def __init__(self, status: object) -> None:
        super().__init__("key sk-secret")
        self.status_code = status


class WithCode(Exception):
    def __init__(self, code: object) -> None:
        super().__init__("key sk-secret")
        self.code = code


class ReadTimeout(Exception):
    """As HTTP clients name it."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (WithStatus(400), LanguageModelRejected),
        (WithStatus(401), LanguageModelRejected),
        (WithCode(403), LanguageModelRejected),
        (WithCode(429), LanguageModelBusy),
        (WithStatus(408), LanguageModelTooSlow),
        (WithStatus(500), LanguageModelUnreachable),
        (WithStatus(503), LanguageModelUnreachable),
        (WithStatus(-1), LanguageModelUnreachable),
        (WithCode("invalid_api_key"), LanguageModelUnreachable),
        (ReadTimeout(), LanguageModelTooSlow),
        (TimeoutError(), LanguageModelTooSlow),
        (ConnectionResetError("sk-secret"), LanguageModelUnreachable),
        (ValueError("sk-secret"), LanguageModelUnreachable),
    ],
)
def test_kinds(error: Exception, kind: type[LanguageModelError]) -> None:
    found = failure("openai/x", error)
    assert type(found) is kind
    assert "openai/x" in str(found)
    assert "sk-secret" not in str(found)


def test_the_cause_tells() -> None:
    wrapped = ValueError("wrapped")
    wrapped.__cause__ = WithCode(429)
    assert isinstance(failure("x", wrapped), LanguageModelBusy)
    handled = ValueError("handled")
    handled.__context__ = ReadTimeout()
    assert isinstance(failure("x", handled), LanguageModelTooSlow)


def test_a_chain_that_bites_its_tail() -> None:
    one, other = ValueError("a"), ValueError("b")
    one.__cause__, other.__cause__ = other, one
    assert isinstance(failure("x", one), LanguageModelUnreachable)
