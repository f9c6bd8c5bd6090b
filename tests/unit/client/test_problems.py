from __future__ import annotations

import json
from typing import Any

import pytest

from paillasse.access.errors import ApiKeyNotFound, NotSignedIn, TooManyAttempts
from paillasse.api.problems import STATUS, headers_of, told
from paillasse.client.errors import RequestRefused, UnexpectedAnswer
from paillasse.client.problems import error_of
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.root import PaillasseError


def there_and_back(error: PaillasseError) -> PaillasseError:
    problem = told(error)
    headers = {name.lower(): value for name, value in headers_of(error).items()}
    return error_of(problem.status, problem.model_dump_json(exclude_defaults=True), headers)


@pytest.mark.parametrize("kind", sorted(STATUS, key=lambda kind: kind.code))
def test_every_error_that_a_server_names_comes_back(kind: type[PaillasseError]) -> None:
    more: dict[str, Any] = {"retry_after": 7} if "retry_after" in kind.__init__.__annotations__ else {}
    back = there_and_back(kind("What went wrong.", **more))
    assert (type(back), back.code) == (kind, kind.code)


def test_the_sentence_the_hint_and_the_time_to_wait_come_along() -> None:
    back = there_and_back(DocumentNotFound("There is no document 5f0c.", hint="Look again."))
    assert (str(back), back.hint) == ("There is no document 5f0c.", "Look again.")
    late = there_and_back(TooManyAttempts("There were too many.", retry_after=7))
    assert isinstance(late, TooManyAttempts)
    assert (late.retry_after, late.hint) == (7, TooManyAttempts.hint)
    assert there_and_back(NotSignedIn("No.", hint="")).hint == NotSignedIn.hint


def test_what_is_no_error_of_ours_is_a_refusal() -> None:
    wrong = [{"where": "body.question", "message": "Field required"}]
    body = {"code": "of_a_later_version", "detail": "The request is wrong.", "hint": "See the schema.", "errors": wrong}
    refused = error_of(422, json.dumps(body), {})
    assert type(refused) is RequestRefused
    assert str(refused) == "The request is wrong. body.question: Field required"
    assert refused.hint == "See the schema."
    assert (
        str(error_of(405, '{"code": "method_not_allowed", "title": "Method Not Allowed"}', {})) == "Method Not Allowed"
    )
    assert str(error_of(418, '{"code": "teapot"}', {"retry-after": "soon"})) == "HTTP 418"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"detail": "no code"}', b"\xff"])
def test_what_is_no_problem(body: bytes) -> None:
    assert type(error_of(502, body, {})) is UnexpectedAnswer


def test_classes_keep_codes_apart() -> None:
    assert type(error_of(404, json.dumps({"code": ApiKeyNotFound.code}), {})) is ApiKeyNotFound
