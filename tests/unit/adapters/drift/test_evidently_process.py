"""Comparison by Evidently itself, in its process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from scipy.stats import fisher_exact  # type: ignore[import-untyped]

from observations import drawn
from paillasse.adapters.drift import evidently_process as module
from paillasse.adapters.drift.evidently_process import EvidentlyProcess
from paillasse.drift.errors import ComparisonFailed
from paillasse.drift.types import FEATURES
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import StorageError

GERMAN = {"fr": 0.4, "en": 0.4, "de": 0.2}


async def test_every_feature_is_tested_and_drawn(tmp_path: Path) -> None:
    reference, current = drawn(1, 300), drawn(2, 150, GERMAN)
    page = tmp_path / "page.html"
    compared = await EvidentlyProcess().compare(reference, current, page)
    assert set(compared.p_values) == {feature.name for feature in FEATURES}
    assert compared.p_values["language"] < 1e-6
    refused = [[sum(o.refused for o in side), sum(not o.refused for o in side)] for side in (reference, current)]
    assert compared.p_values["refused"] == pytest.approx(fisher_exact(refused)[1])
    assert [len(side) for side in compared.topics] == [300, 150]
    assert "<html" in page.read_text(encoding="utf-8")


def worker(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(module, "_WORKER", (sys.executable, "-c", code))


async def test_a_process_that_breaks_off_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    worker(monkeypatch, "raise SystemExit('no memory left')")
    with pytest.raises(ComparisonFailed, match=r"\(1\): no memory left"):
        await EvidentlyProcess().compare(drawn(1, 9), drawn(2, 9))


async def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    worker(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(module, "_SECONDS", 0.05)
    with pytest.raises(ComparisonFailed, match="longer than"):
        await EvidentlyProcess().compare(drawn(1, 9), drawn(2, 9))


async def test_a_page_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = "import sys, pathlib; pathlib.Path(sys.argv[2]).write_text('x'); "
    worker(monkeypatch, code + 'print(\'{"p_values": {}, "topics": [[], []]}\')')
    with pytest.raises(StorageError, match=r"missing.page\.html"):
        await EvidentlyProcess().compare(drawn(1, 9), drawn(2, 9), tmp_path / "missing" / "page.html")


async def test_without_evidently_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_installed", lambda: False)
    with pytest.raises(InvalidConfiguration) as raised:
        await EvidentlyProcess().compare(drawn(1, 9), drawn(2, 9))
    assert "paillasse[drift]" in raised.value.hint
