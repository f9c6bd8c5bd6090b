from __future__ import annotations

from dataclasses import replace

import pytest

from paillasse.ingestion.warnings import link_warnings
from paillasse.types.documents import Chunk, ChunkKind, Line

WARNING, PROSE = ChunkKind.WARNING, ChunkKind.PROSE


def chunks(*rows: tuple[ChunkKind, int, tuple[str, ...]]) -> list[Chunk]:
    """Chunks c0, c1… of (kind, section, heading path)."""
    said = (Line("Keep your fingers away.", ()),)
    return [Chunk(f"c{n}", "d", n, kind, path, section, said, "en", "") for n, (kind, section, path) in enumerate(rows)]


def bearing(*rows: tuple[ChunkKind, int, tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [chunk.warnings for chunk in link_warnings(chunks(*rows))]


def test_a_warning_bears_on_its_whole_section() -> None:
    care = ("Care",)
    assert bearing((PROSE, 1, care), (WARNING, 1, care), (PROSE, 1, care)) == [("c1",), (), ("c1",)]


def test_a_warning_under_a_parent_heading_bears_on_the_sections_it_opens() -> None:
    found = bearing(
        (WARNING, 1, ("Care",)),
        (PROSE, 2, ("Care", "Lamp")),
        (PROSE, 3, ("Care", "Rotor")),
        (PROSE, 4, ("Errors",)),
    )
    assert found == [(), ("c0",), ("c0",), ()]


def test_what_a_figure_says_does_not_come_between_a_warning_and_what_it_precedes() -> None:
    assert bearing((WARNING, 1, ("Care", "A")), (ChunkKind.FIGURE, 1, ("Care", "A")), (PROSE, 2, ("Care", "B"))) == [
        (),
        ("c0",),
        ("c0",),
    ]


def test_a_warning_bears_on_what_it_immediately_precedes_across_a_heading_of_its_chapter() -> None:
    assert bearing((WARNING, 1, ("Care", "A")), (PROSE, 2, ("Care", "B")), (PROSE, 2, ("Care", "B"))) == [
        (),
        ("c0",),
        (),
    ]
    assert bearing((WARNING, 1, ("Care",)), (PROSE, 2, ("Errors",))) == [(), ()]
    assert bearing((PROSE, 1, ("Care", "A")), (WARNING, 2, ("Care", "B"))) == [(), ()]


def test_the_opening_reaches_only_so_far() -> None:
    rows = [(WARNING, 1, ("Care",)), *((PROSE, 2 + n, ("Care", f"{n}")) for n in range(8))]
    assert [bool(w) for w in bearing(*rows)] == [False] + 6 * [True] + 2 * [False]


def test_at_most_six_the_nearest_in_reading_order() -> None:
    rows = [*((WARNING, 1, ("Care",)) for _ in range(9)), (PROSE, 1, ("Care",))]
    assert bearing(*rows)[-1] == ("c3", "c4", "c5", "c6", "c7", "c8")


def test_a_manual_without_headings() -> None:
    assert bearing((WARNING, 0, ()), (PROSE, 0, ())) == [(), ("c0",)]
    assert bearing((WARNING, 0, ()), (PROSE, 1, ("Care",))) == [(), ()]


def test_a_sign_without_words_is_no_warning() -> None:
    alarm, step = chunks((WARNING, 1, ("Care",)), (PROSE, 1, ("Care",)))
    sign = replace(alarm, lines=(Line("! Attention", ()),))
    assert [c.warnings for c in link_warnings([sign, step])] == [(), ()]


def test_a_warning_in_another_language_is_for_other_readers() -> None:
    alarm, step = chunks((WARNING, 1, ("Care",)), (PROSE, 1, ("Care",)))
    for language, linked in (("fr", ()), ("", ("c0",)), ("en", ("c0",))):
        assert link_warnings([replace(alarm, language=language), step])[1].warnings == linked


@pytest.mark.parametrize(
    ("told", "linked"),
    [
        ("puis appliquez la procédure de décontamination du\nparagraphe 6.3. Portez des gants.", True),
        ("Follow the cleaning procedures in section 6.3.", True),
        ("The procedure (§ 6.3) takes an hour.", True),
        ("The procedure is short. See section 6.3.", False),  # nothing there has to be carried out
        ("Follow the cleaning procedure in section 6.31.", False),
        ("Follow the cleaning procedure in chapter 6.", True),
    ],
)
def test_whoever_is_sent_to_the_procedure_of_another_section_gets_its_warnings(told: str, linked: bool) -> None:
    sent, alarm, rest = chunks((PROSE, 1, ("2 Safety",)), (WARNING, 9, ("6 Care", "6.3 Cleaning")), (PROSE, 30, ("",)))
    sent = replace(sent, lines=(Line(told, ()),))
    assert link_warnings([sent, rest, alarm])[0].warnings == (("c1",) if linked else ())
