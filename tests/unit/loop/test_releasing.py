from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from access_stores import NOW, memory_stores
from asking_bench import CENTRIFUGE
from memory_services import add, memory_services
from paillasse import service
from paillasse.access.auditing import Auditor
from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.adapters.memory.rollouts import MemoryRolloutStore
from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.errors.releases import ReleaseNotFound, RunIncomplete
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import GenerationInUse
from paillasse.generations.rebuilding import Rebuilt
from paillasse.ingestion.verdicts import Verdict
from paillasse.loop import releasing
from paillasse.pipeline_config import Released
from paillasse.rollouts.types import End, Ending, MadeOf, Mode, Rollout
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


async def test_an_index_that_a_release_on_trial_answers_from_is_not_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, rollouts = memory_services(tmp_path), MemoryRolloutStore(MemoryHistoryStore())
    await add(services, [CENTRIFUGE.content()])
    await services.generations.open("other", 8, "{}")
    monkeypatch.setattr(releasing, "PostgresRolloutStore", lambda _: rollouts)
    served: Any = replace(services, database=cast("Any", object()))
    candidate = MadeOf("7", "c", "other")
    trial = Rollout("r", Mode.CANARY, 0.1, MadeOf("6", "c", services.generation), candidate, "{}", NOW, "ada")
    await rollouts.start(trial)
    with pytest.raises(GenerationInUse, match="Release 7") as error:
        await releasing.drop_generation(served, "other")
    assert "rollout stop" in error.value.hint
    await rollouts.end("r", End(NOW, Ending.STOPPED, ""))
    await releasing.drop_generation(served, "other")
    assert "other" not in await services.generations.configurations()


async def test_a_server_whose_home_has_no_releases_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    nothing: Any = None
    with pytest.raises(ReleaseNotFound):
        await service._open_desk(Settings(_env_file=None, home=tmp_path), nothing, nothing, nothing)
