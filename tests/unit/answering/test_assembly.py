from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from manuals import Manual, words_of
from paillasse.answering.assembly import Assembly, Desk
from paillasse.answering.checking.citations import Pages, quote_of
from paillasse.types.answers import DraftClaim, Verdict
from paillasse.types.documents import Chunk, LineKind
from paillasse.types.pages import WarningLevel

MANUAL = (
    Manual("Centrifuge")
    .heading("Care", "Lamp")
    .warning("DANGER: pull the plug.", "Wait 5 minutes.", level=WarningLevel.DANGER)
    .steps("1. Open the cover.", "2. Take the lamp out.")
    .heading("Care", "Rotor")
    .warning("DANGER: pull the plug.", level=WarningLevel.DANGER)
    .steps("1. Lift the rotor.")
    .heading("Data")
    .table(("Delay", "Window"), ("500", "1400"))
)
CONTENT = MANUAL.content()
CHUNKS = {chunk.id: chunk for chunk in CONTENT.chunks}
PAGES = {(CONTENT.document.id, 1): CONTENT.pages[0]}
LAMP_WARNING, LAMP, ROTOR_WARNING, ROTOR, DATA = CONTENT.chunks


def draft(chunk: Chunk, index: int, text: str = "") -> DraftClaim:
    return DraftClaim(text or chunk.lines[index].text, ((chunk.id, index),))


def build(proposed: Sequence[DraftClaim], chunks: Sequence[Chunk] = CONTENT.chunks, pages: Pages = PAGES) -> Assembly:
    desk = Desk({c.id: c for c in chunks}, {CONTENT.document.id: CONTENT.document}, pages)
    for claim in proposed:
        verdict = desk.check(claim)
        if verdict is Verdict.SUPPORTED:
            desk.accept(claim)
        else:
            desk.drop(claim, verdict)
    return desk.assembly()


def assert_sound(assembly: Assembly) -> None:
    """Numbers run from 1 without gaps, each is used, and each claim and warning has one."""
    numbers = [c.number for c in assembly.citations]
    used = [n for claim in (*assembly.claims, *assembly.warnings) for n in claim.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(used) == set(numbers)
    assert all(claim.citations for claim in (*assembly.claims, *assembly.warnings))


def test_claims_keep_their_order_and_get_numbers_as_they_come() -> None:
    found = build([draft(LAMP, 1), draft(LAMP, 0), draft(LAMP, 1)])
    assert [c.text for c in found.claims] == ["2. Take the lamp out.", "1. Open the cover.", "2. Take the lamp out."]
    assert [c.citations for c in found.claims] == [(1,), (2,), (1,)]
    assert [c.kind for c in found.claims] == [LineKind.STEP] * 3
    assert_sound(found)


def test_warnings_are_whole_verbatim_with_their_level_and_once() -> None:
    found = build([draft(LAMP, 0), draft(LAMP, 1), draft(ROTOR, 0)])
    assert [w.text for w in found.warnings] == ["DANGER: pull the plug.", "Wait 5 minutes."]
    assert {w.warning for w in found.warnings} == {WarningLevel.DANGER}
    assert {w.kind for w in found.warnings} == {LineKind.WARNING}
    assert found.linked_warnings == 1  # the rotor's says the same
    assert_sound(found)


def test_a_warning_is_read_before_the_first_claim_that_calls_for_it() -> None:
    found = build([draft(DATA, 1), draft(LAMP, 1), draft(LAMP, 0)])
    assert [(w.text, w.before) for w in found.warnings] == [("DANGER: pull the plug.", 1), ("Wait 5 minutes.", 1)]


def test_a_warning_that_is_a_claim_already_is_not_repeated() -> None:
    found = build([draft(LAMP, 0), draft(LAMP_WARNING, 0), draft(LAMP_WARNING, 1)])
    assert (found.warnings, found.linked_warnings) == ((), 0)
    assert [c.warning for c in found.claims] == [None, WarningLevel.DANGER, WarningLevel.DANGER]
    assert_sound(found)


def test_a_warning_of_which_one_line_is_a_claim_is_shown_whole() -> None:
    found = build([draft(LAMP_WARNING, 1)])
    assert [w.text for w in found.warnings] == ["DANGER: pull the plug."]
    assert found.linked_warnings == 1
    assert_sound(found)


def test_a_warning_reworded_by_a_claim_is_still_shown() -> None:
    found = build([draft(LAMP_WARNING, 1, "Wait five minutes.")])
    assert [w.text for w in found.warnings] == ["DANGER: pull the plug.", "Wait 5 minutes."]
    assert_sound(found)


def test_a_dropped_claim_is_reported_cites_nothing_and_hides_no_warning() -> None:
    found = build([draft(LAMP, 0), draft(LAMP_WARNING, 1, "Wait 6 minutes."), draft(ROTOR, 0, "Lift it by 3 cm.")])
    assert found.dropped == [
        {"claim": "Wait 6 minutes.", "verdict": Verdict.CONTRADICTED.value},
        {"claim": "Lift it by 3 cm.", "verdict": Verdict.CONTRADICTED.value},
    ]
    assert [w.text for w in found.warnings] == ["DANGER: pull the plug.", "Wait 5 minutes."]
    assert_sound(found)


@pytest.mark.parametrize(
    "evidence", [(), (("nowhere", 0),), ((LAMP.id, 2),), ((LAMP.id, -1),), ((LAMP.id, 0), ("nowhere", 0))]
)
def test_a_claim_without_evidence_is_not_shown(evidence: tuple[tuple[str, int], ...]) -> None:
    found = build([DraftClaim("1. Open the cover.", evidence)])
    assert (found.claims, found.warnings, found.citations) == ((), (), ())
    assert found.dropped == [{"claim": "1. Open the cover.", "verdict": Verdict.NOT_FOUND.value}]


def test_a_line_that_is_no_longer_on_its_page_is_not_shown() -> None:
    moved = replace(CONTENT.pages[0], words=tuple(words_of("nothing of the sort")) * 20)
    found = build([draft(LAMP, 0)], pages={(CONTENT.document.id, 1): moved})
    assert found.claims == ()
    assert found.dropped[0]["verdict"] == Verdict.NOT_FOUND.value


def test_a_warning_that_is_no_longer_on_its_page_counts_as_missing() -> None:
    gone = replace(LAMP_WARNING, lines=tuple(replace(x, text="Something else.") for x in LAMP_WARNING.lines))
    found = build([draft(LAMP, 0)], [gone, *CONTENT.chunks[1:]])
    assert (found.warnings, found.linked_warnings) == ((), 1)


def test_a_warning_without_a_level_counts_as_one() -> None:
    plain = replace(LAMP_WARNING, lines=tuple(replace(x, warning=None) for x in LAMP_WARNING.lines))
    found = build([draft(LAMP, 0)], [plain, *CONTENT.chunks[1:]])
    assert {w.warning for w in found.warnings} == {WarningLevel.WARNING}


def test_rows_are_held_to_their_cells() -> None:
    assert build([draft(DATA, 1, "Delay: 500; Window: 1400")]).claims
    assert build([draft(DATA, 1)]).claims
    assert not build([draft(DATA, 1, "Delay: 1400; Window: 500")]).claims
    assert not build([draft(DATA, 1, "Delay Window")]).claims


def test_rows_whose_cells_are_not_those_of_the_title_are_held_to_their_words() -> None:
    odd = replace(DATA, lines=(replace(DATA.lines[0], cells=("Delay",)), DATA.lines[1]))
    assert build([draft(odd, 1, "Delay: 500; Window: 1400")], [odd]).claims
    assert not build([draft(odd, 1, "Delay: 501; Window: 1400")], [odd]).claims


def test_every_quote_stands_on_its_page() -> None:
    found = build([draft(chunk, i) for chunk in CONTENT.chunks for i in range(len(chunk.lines))])
    quotes = {quote_of(line, CONTENT.document.id, PAGES) for chunk in CONTENT.chunks for line in chunk.lines}
    assert {c.quote for c in found.citations} <= quotes
    assert_sound(found)
