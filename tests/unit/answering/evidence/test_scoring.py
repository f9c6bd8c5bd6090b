from __future__ import annotations

from dataclasses import replace

import pytest

from manuals import Manual
from memory_services import GLOSSARY
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.answering.evidence.scoring import _LOOKED_AT, LineScorer, quotable
from paillasse.language.glossing import Glosser
from paillasse.protocols.answering import ScoredLine
from paillasse.retrieval.analysis import Concept, QuestionAnalyser
from paillasse.retrieval.equipment import EquipmentMatcher
from paillasse.retrieval.statistics import CorpusStatistics
from paillasse.types.documents import CodeEntry, Line, LineKind
from paillasse.types.pages import Span
from paillasse.types.questions import Hit

EMBEDDER = HashEmbedder()
GLOSSER = Glosser(GLOSSARY, EMBEDDER)
STATISTICS = CorpusStatistics({"lamp": 2, "change": 40, "hours": 20, "filter": 5}, {}, 100)
ANALYSER = QuestionAnalyser(GLOSSARY, GLOSSER, STATISTICS, EquipmentMatcher([], {}), ["en"])
SCORER = LineScorer(EMBEDDER, GLOSSER, STATISTICS)
MANUAL = (
    Manual("Lights")
    .heading("Lamp")
    .prose("Change the lamp after 2000 hours.", "Change the filter too.", "Nothing else matters here.")
    .heading("Data")
    .table(("Part", "Hours", "Note"), ("lamp", "2000", "hot"), ("seal", "", ""))
)
TEXT, TABLE = MANUAL.chunks


async def score(question: str, *hits: Hit, codes: tuple[CodeEntry, ...] = ()) -> list[ScoredLine]:
    return list(await SCORER.score(ANALYSER.analyse(question), hits, codes))


async def test_the_line_that_holds_the_rare_word_comes_first() -> None:
    found = await score("change the lamp", Hit(TEXT, 1.0))
    assert found[0].line.text == "Change the lamp after 2000 hours."
    assert found[0].coverage == pytest.approx(1)
    assert 0 < found[1].coverage < 1  # "lamp" stands in the heading
    assert found[0].cosine > found[-1].cosine
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)


async def test_a_line_longer_than_the_embedder_reads_is_scored_too() -> None:
    endless = replace(TEXT.lines[0], text="Change-the-lamp-" * 200)
    found = await score("change the lamp", Hit(replace(TEXT, lines=(endless, *TEXT.lines[1:])), 1.0))
    assert len(found) == len(TEXT.lines)


async def test_the_rank_of_its_chunk_counts() -> None:
    twin = replace(TEXT, id="twin")
    found = await score("change the lamp", Hit(TEXT, 0.2), Hit(twin, 1.0))
    assert found[0].chunk.id == "twin"


async def test_a_row_holds_the_unit_of_its_title() -> None:
    found = await score("how many hours does the lamp last", Hit(TABLE, 1.0))
    assert {s.line.text: s.fits for s in found} == {"lamp 2000 hot": True}
    unfit = await score("how many hours does the filter last", Hit(TEXT, 1.0))
    assert {s.index: s.fits for s in unfit} == {0: True, 1: False, 2: False}


async def test_the_line_that_defines_the_code_wins() -> None:
    entry = CodeEntry("E-1", "e1", "d", TEXT.id, 2)
    found = await score("change the lamp E-1", Hit(TEXT, 1.0), codes=(entry,))
    assert (found[0].index, found[0].code) == (2, True)


async def test_only_the_best_by_words_get_a_cosine() -> None:
    many = Manual("Long").prose(*(f"Change lamp number {i}." for i in range(60))).chunks[0]
    found = await score("change the lamp", Hit(many, 1.0))
    assert len(found) == 60
    assert all(s.cosine != 0 for s in found[:_LOOKED_AT])
    assert all(s.cosine == 0 and s.score <= found[_LOOKED_AT - 1].score for s in found[_LOOKED_AT:])


async def test_no_line() -> None:
    assert await score("change the lamp") == []


def test_rarity_is_that_of_the_commonest_way_to_say_it() -> None:
    assert SCORER.importance(Concept({"lamp": 1.0}), "en") > SCORER.importance(
        Concept({"lamp": 1.0, "chang": 1.0}), "en"
    )
    assert SCORER.importance(Concept({"lamp": 1.0}, certain=False), "en") < SCORER.importance(
        Concept({"lamp": 1.0}), "en"
    )


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        (Line("Open the lid now.", (Span(1, 0, 4),)), True),
        (Line("Fig. 12", (Span(1, 0, 2),)), False),
        (Line("Open the lid now.", ()), False),
        (Line("Delay Window Symptom", (Span(1, 0, 3),), LineKind.HEADER), False),
        (Line("5 7", (Span(1, 0, 2),), LineKind.ROW, ("5", "7")), True),
        (Line("5", (Span(1, 0, 1),), LineKind.ROW, ("5", "")), False),
        (Line("return it for repair", (Span(1, 0, 4),), LineKind.ROW, ("return it for repair", "")), True),
    ],
)
def test_lines_that_say_something_by_themselves(line: Line, worth: bool) -> None:
    assert quotable(line) is worth
