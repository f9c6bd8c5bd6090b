"""Trained models promoted, shown and taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from access_stores import memory_stores
from paillasse.access.auditing import Auditor
from paillasse.access.types import COMMAND_LINE, Action
from paillasse.adapters.memory.trained_models import MemoryModelStore
from paillasse.errors.releases import TrainedModelNotFound
from paillasse.prediction.desk import ModelDesk, figures_of
from paillasse.protocols.trained_models import KeptModel

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AUROC = '{"value": 0.9, "low": 0.8, "high": 1.0}'
REPORT = f'{{"groups": 8, "chosen": ["a"], "all": {{"auroc": {AUROC}, "rows": 9}}, "natural": null}}'


async def test_who_put_a_model_into_production_and_took_it_back_is_audited() -> None:
    log = memory_stores().audit
    desk = ModelDesk(MemoryModelStore(), Auditor(log, lambda: NOON), lambda: NOON)
    with pytest.raises(TrainedModelNotFound, match="No model escalation"):
        await desk.take_back("escalation", "ada", "", COMMAND_LINE)
    model = KeptModel("escalation", "v1", "{}", REPORT, NOON, promoted_by="ada")
    await desk.promote(model, "", COMMAND_LINE)
    taken = await desk.take_back("escalation", "bob", "worse", COMMAND_LINE)
    assert taken.taken_back is not None
    assert (taken.version, taken.taken_back.by) == ("v1", "bob")
    assert await desk.promotions() == [taken]
    assert [(e.action, e.target, e.outcome) for e in await log.list(9)] == [
        (Action.MODEL_ROLLBACK, "escalation/v1", "done"),
        (Action.MODEL_PROMOTE, "escalation/v1", "done"),
    ]


def test_figures_are_read_from_whatever_report_a_model_has() -> None:
    told = figures_of(KeptModel("escalation", "v1", "{}", REPORT, NOON))
    assert told == {"groups": 8, "all/auroc": 0.9, "all/auroc.low": 0.8, "all/auroc.high": 1.0, "all/rows": 9}
    assert figures_of(KeptModel("escalation", "v1", "{}", "", NOON)) == {}
