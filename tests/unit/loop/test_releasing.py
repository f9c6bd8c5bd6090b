from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from access_stores import NOW, memory_stores
from paillasse import service
from paillasse.access.auditing import Auditor
from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.errors.releases import ReleaseNotFound, RunIncomplete
from paillasse.errors.root import InvalidConfiguration
from paillasse.generations.rebuilding import Rebuilt
from paillasse.ingestion.verdicts import Verdict
from paillasse.loop import releasing
from paillasse.pipeline_config import Released
from paillasse.settings import Settings


async def switch(_: Released) -> None:
    """Nothing answers here."""


async def test_the_gates_of_the_home_stand_before_those_that_ship(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "open_tracker", lambda _: MemoryTracker())
    settings, auditor, database = (
        Settings(_env_file=None, home=tmp_path),
        Auditor(memory_stores().audit, lambda: NOW),
        None,
    )
    opened: Any = (settings, database, auditor, switch)
    assert await (await releasing.open_desk(*opened)).shelf.list() == []
    (tmp_path / "gates.yaml").write_text("none: 1")
    with pytest.raises(InvalidConfiguration, match=r"gates\.yaml"):
        await releasing.open_desk(*opened)
    given = tmp_path / "given.yaml"
    given.write_text("budgets: {latency_p50_ms: 5}")
    assert (await releasing.open_desk(*opened, given))._policy.budgets.latency_p50_ms == 5


def test_a_switch_that_was_not_made_is_an_error() -> None:
    releasing.checked(Rebuilt("g", 1, (), ""))
    failed = Verdict("a.pdf", "failed", message="a.pdf is damaged.", hint="Fetch it.")
    with pytest.raises(RunIncomplete, match=r"a\.pdf") as error:
        releasing.checked(Rebuilt("g", 0, (failed,), ""))
    assert error.value.hint == "Fetch it."


async def test_a_server_whose_home_has_no_releases_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    nothing: Any = None
    with pytest.raises(ReleaseNotFound):
        await service._open_desk(Settings(_env_file=None, home=tmp_path), nothing, nothing, nothing)
