"""Answers from figures say that they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from manuals import Manual
from memory_services import add, memory_services
from paillasse.types.answers import Outcome
from paillasse.types.documents import LineKind
from paillasse.types.questions import Query, Scope

GAUGE = (
    Manual("Calix 5 pressure gauge", ("Calix 5", "pressure gauge"), "Ardec")
    .heading("Keys")
    .figure("CAL opens the calibration menu of the gauge")
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which key opens the calibration menu?", "Part of this stands in a figure: look at it on page i."),
        ("Que montre la touche CAL opens the calibration menu ?", "Une partie de ceci se trouve dans une figure"),
    ],
)
async def test_an_answer_from_a_figure_names_its_page(tmp_path: Path, question: str, told: str) -> None:
    services = memory_services(tmp_path)
    await add(services, [GAUGE.content()])
    answer = await (await services.answerer(Scope())).answer(Query(question))
    assert answer.outcome is Outcome.ANSWERED
    assert [(c.kind, c.text) for c in answer.claims] == [
        (LineKind.LABEL, "CAL opens the calibration menu of the gauge")
    ]
    assert answer.citations[0].rectangles
    assert [notice for notice in answer.notices if notice.startswith(told)]
