from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from paillasse.monitoring.logs import log_as_json, request_id


@pytest.fixture(autouse=True)
def former() -> Iterator[None]:
    """Leaves logging as it was."""
    root, ours = logging.getLogger(), logging.getLogger("paillasse")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def test_a_record_is_one_json_object_with_the_id_of_its_request(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json("INFO")
    token = request_id.set("abc-123")
    logging.getLogger("paillasse.test").info("two\nlines", extra={"status": 200})
    request_id.reset(token)
    logging.getLogger("paillasse.test").info("outside")
    logging.getLogger("paillasse.test").debug("too little")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["message"], first["level"], first["logger"]) == ("two\nlines", "INFO", "paillasse.test")
    assert (first["request_id"], first["status"]) == ("abc-123", 200)
    assert first["time"].endswith("+0000")
    assert "request_id" not in second


def test_a_record_says_which_release_is_in_production_when_it_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    context, log = log_as_json("INFO"), logging.getLogger("paillasse.test")
    log.info("none yet")
    for version in ("1", "2"):
        context.release = version.__str__
        log.info("request")
    told = [json.loads(line).get("release") for line in capsys.readouterr().err.splitlines()]
    assert told == [None, "1", "2"]


def test_libraries_are_heard_when_they_warn(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json("DEBUG")
    logging.getLogger("uvicorn.error").info("Started")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    [said] = capsys.readouterr().err.splitlines()
    assert json.loads(said)["message"] == "Invalid HTTP request received."


def test_a_failure_brings_its_traceback_on_the_same_line(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json("INFO")
    try:
        int("why")
    except ValueError:
        logging.getLogger("paillasse.test").exception("failed")
    [said] = capsys.readouterr().err.splitlines()
    assert "ValueError: invalid literal" in json.loads(said)["exc_info"]
