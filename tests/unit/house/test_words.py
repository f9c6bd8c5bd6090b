"""The web app has words for every error that somebody in front of it can meet."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WORDS = ROOT / "ui" / "src" / "i18n" / "problems"

ELSEWHERE = {
    "backup_error", "archive_damaged", "archive_refused", "archive_too_new", "index_incomplete", "nothing_to_back_up",
    "place_not_empty",  # commands of backups
    "client_error", "request_refused", "server_too_slow", "server_unreachable",
    "unexpected_answer",  # the Python client
    "dataset_not_found", "release_error", "release_refused", "run_incomplete", "run_not_found",
    "tracker_rejected",  # commands of experiments
    "export_mismatch", "generation_in_use", "home_corrupt", "home_in_use", "invalid_configuration",
    "invalid_golden_set", "training_data_error",  # other commands
    "source_address_wrong", "source_error", "source_not_found", "source_rejected",
    "source_unreachable",  # manuals in the cloud: `paillasse ingest`, and workers
    "model_not_found",  # the interface for OpenAI clients
    "access_error", "asking_error", "history_error",  # only what is below them is raised
}  # fmt: skip
"""Codes that no browser meets."""


CODE = re.compile(r'^    code = "([a-z_]+)"', re.MULTILINE)
KEY = re.compile(r"^    ([a-z_0-9]+):", re.MULTILINE)
FRAME = {"title", "request", "wait", "unreachable"}
"""What stands around the words, and the server that is away."""
OTHERWISE = {"internal_error", "invalid_request", "not_found", "request_entity_too_large"}
"""Codes of requests that meet no part of the service, or a defect of it: `paillasse.api.problems` makes them."""


def codes():
    """Every code of the error tree."""
    modules = (ROOT / "src" / "paillasse").rglob("*.py")
    return OTHERWISE | {code for module in modules for code in CODE.findall(module.read_text(encoding="utf-8"))}


def worded():
    """Every key of the words for problems, once: the types of the web app ask the same keys of both languages."""
    return {key for file in WORDS.glob("*.ts") for key in KEY.findall(file.read_text(encoding="utf-8"))}


def test_an_error_that_a_browser_meets_has_words_in_the_web_app():
    assert codes() - ELSEWHERE - worded() == set()


def test_there_are_no_words_for_errors_that_are_gone():
    assert {key for key in worded() if not key.startswith("http_")} - codes() - FRAME == set()


@pytest.mark.parametrize("wrong", [ELSEWHERE - codes(), ELSEWHERE & worded()], ids=["gone", "worded"])
def test_what_no_browser_meets_is_listed_once_and_exists(wrong):
    assert wrong == set()
