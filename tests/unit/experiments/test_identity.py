from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

from paillasse.experiments.identity import Identity, code_hash, code_version, dataset_hash, documents_hash
from paillasse.types.golden_case import Evidence, GoldenCase

CASE = GoldenCase(
    id="c",
    language="en",
    question="What?",
    documents=(Evidence(file="m.pdf", pages=(4,)),),
    must_contain=(),
    kind="fact",
    answerable=True,
    cross_lingual=False,
)


def entry(sha256: str, current: bool = True, collection: str = "default") -> Any:
    return SimpleNamespace(sha256=sha256, filename=f"{sha256}.pdf", collection=collection, current=current)


def test_everything_that_a_result_depends_on_changes_the_key() -> None:
    known = Identity("a", "b", "c", "d", "e", "f", "g")
    keys = {replace(known, **{name: "other"}).key for name in known.tags if name not in ("key", "config")}
    assert len(keys | {known.key}) == 8
    assert known.tags["key"] == known.key


def test_questions_and_documents_are_the_same_in_any_order() -> None:
    other = CASE.model_copy(update={"id": "d"})
    assert dataset_hash([CASE, other]) == dataset_hash([other, CASE]) != dataset_hash([CASE])
    one, two = entry("1"), entry("2")
    assert documents_hash([one, two]) == documents_hash([two, one, entry("3", current=False)])
    assert documents_hash([one, two]) != documents_hash([one, entry("2", collection="lab")])


def test_the_program_has_a_hash_and_a_version() -> None:
    assert code_hash() == code_hash()
    assert code_version().startswith(version("paillasse"))
