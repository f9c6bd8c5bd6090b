from __future__ import annotations

from dataclasses import replace

from paillasse.training.card import Facts, model_card
from paillasse.training.corpus.pairs import Source
from paillasse.training.corpus.validation import Check, ValidationReport

SOURCES = {
    "laws-acts": Source("laws-acts", "https://example.org/acts", "c0ffee1", "OGL-Canada-2.0"),
    "doc-a": Source("doc-a", "https://example.org/{doc}", "beef002", "CC-BY-3.0"),
    "robot": Source("robot", "https://example.org/robot", "feed003", "BSD-3-Clause"),
}
CHECKS = (Check("an empty side", 0.0, 0.0), Check("uneven lengths", 0.00123, 0.01))
FACTS = Facts(7, 25, SOURCES, ValidationReport(314_564, CHECKS, ()), {"PIAF": 0.7049, "SQuAD": 0.8961}, 0.85, 0.999931)
CARD = model_card(FACTS)


def test_every_source_is_there_with_its_commit_and_licence() -> None:
    for source in SOURCES.values():
        assert f"| {source.name} | {source.repository} | {source.commit} | {source.licence} |" in CARD.splitlines()


def test_every_check_and_score_is_there() -> None:
    lines = CARD.splitlines()
    assert "| an empty side | 0 | 0 |" in lines
    assert "| uneven lengths | 0.00123 | 0.01 |" in lines
    assert "| PIAF | 0.705 |" in lines
    assert "| SQuAD | 0.896 |" in lines


def test_figures_of_the_run_are_there() -> None:
    text = " ".join(CARD.split())
    assert "25 minutes in all, seed 7." in text
    assert "The weights are 85% the mean of the students" in text
    assert "314,564 aligned sentence pairs" in text
    assert "0.99993" in text


def test_no_hole_is_left() -> None:
    sources = {name: replace(source, repository="r") for name, source in SOURCES.items()}
    assert not {"{", "}"} & set(model_card(replace(FACTS, sources=sources)))


def test_tables_have_as_many_cells_in_every_row() -> None:
    tables = [block.splitlines() for block in CARD.split("\n\n") if block.startswith("|")]
    assert len(tables) == 3
    assert all(len({line.count("|") for line in table}) == 1 for table in tables)
