from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paillasse.errors.storage import StorageError
from paillasse.evaluation.experiment import CaseResult
from paillasse.experiments.journal import Journal
from paillasse.types.answers import Answer, Citation, Claim, Outcome
from paillasse.types.documents import LineKind
from paillasse.types.golden_case import GoldenCase, PageRef
from paillasse.types.pages import Box

CASE = GoldenCase(
    id="a",
    language="fr",
    question="Où ?",
    documents=(),
    must_contain=(),
    kind="fact",
    answerable=False,
    cross_lingual=False,
)
CITATION = Citation(1, "d", "sha", "M", 4, "iv", "Rinse.", ((4, (Box(1, 2, 3, 4),)),))
CLAIM = Claim("Rinse.", (1,), LineKind.STEP)
ANSWER = Answer("q", "fr", Outcome.ANSWERED, (CLAIM,), citations=(CITATION,), trace={"hits": [{"chunk": "1"}]})
RESULT = CaseResult(CASE, ANSWER, (PageRef("m.pdf", 4),), None, (True,), None, {"total": 7.0})


def test_what_was_answered_is_there_again_and_a_line_that_was_cut_short_is_not(tmp_path: Path) -> None:
    path = tmp_path / "experiments" / "run.jsonl"
    journal = Journal(path)
    other = replace(RESULT, case=CASE.model_copy(update={"id": "b"}))
    journal.add(RESULT)
    journal.add(other)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    begun = Journal(path)
    assert begun.results == {"a": RESULT}
    begun.add(other)
    assert Journal(path).results == {"a": RESULT, "b": other}
    begun.forget()
    begun.forget()
    assert Journal(path).results == {}


def test_a_journal_that_cannot_be_written_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"run\.jsonl"):
        Journal(tmp_path / "file" / "run.jsonl").add(RESULT)
    with pytest.raises(StorageError):
        Journal(tmp_path)
