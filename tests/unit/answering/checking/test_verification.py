from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paillasse.answering.checking.facts import NEGATIONS
from paillasse.answering.checking.verification import row_text, same_text, verify
from paillasse.types.answers import Verdict

SUPPORTED, CONTRADICTED, NOT_FOUND = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND

LINES = (
    "Set the speed to 1 400 rpm for 3 to 5 min.",
    "Do not open the lid while the rotor turns.",
    "N'ouvrez jamais le couvercle pendant la centrifugation.",
    "Conservez les réactifs entre −20 °C et 8 °C, sans les congeler.",
    "E-203 Balourd détecté : équilibrez les tubes à 1 g près.",
    "Touch “Prime all” and wait 2,5 minutes.",
    "Wash with 0.5 mL, then 1,500 µL of buffer; discard 10³ cells/mm².",
    "The capacitors keep 325 V for 2 minutes after switching off.",
    "Use 5 A fuses (article 7096-115), never 10 A.",
)

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9)
lines = st.one_of(st.sampled_from(LINES), st.lists(words, min_size=1, max_size=12).map(" ".join))


def judge(claim: str, *quotes: str, titles: tuple[str, ...] = ()) -> Verdict:
    return verify(claim, quotes, titles)


@settings(deadline=None)
@given(lines, st.lists(lines, max_size=2), st.lists(lines, max_size=2))
def test_a_verbatim_line_is_supported_whatever_else_is_cited(line: str, others: list[str], titles: list[str]) -> None:
    assume(line.strip())
    assert verify(line, [*(o for o in others if o), line], titles) is SUPPORTED


@settings(deadline=None)
@given(st.lists(st.tuples(lines, lines), min_size=1, max_size=4))
def test_a_row_put_after_its_titles_is_supported(cells: list[tuple[str, str]]) -> None:
    quote, titles = " ".join(c for _, c in cells), " ".join(t for t, _ in cells)
    assert verify(row_text(cells), [quote], [titles], [cells]) is SUPPORTED


@pytest.mark.parametrize("line", [x for x in LINES if any(c.isdecimal() for c in x)])
@settings(deadline=None)
@given(data=st.data())
def test_a_changed_number_is_not(line: str, data: st.DataObject) -> None:
    digits = [i for i, c in enumerate(line) if c.isdecimal()]
    place = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != line[place]]))
    assert judge(line[:place] + other + line[place + 1 :], line) is CONTRADICTED


@pytest.mark.parametrize("line", [x for x in LINES if {w.lower() for w in x.split()} & NEGATIONS])
@settings(deadline=None)
@given(data=st.data())
def test_a_dropped_negation_is_not(line: str, data: st.DataObject) -> None:
    said = line.split()
    negations = [i for i, w in enumerate(said) if w.lower().strip(",.") in NEGATIONS]
    del said[data.draw(st.sampled_from(negations))]
    assert judge(" ".join(said), line) is CONTRADICTED


@pytest.mark.parametrize("line", LINES)
@settings(deadline=None)
@given(data=st.data())
def test_an_added_negation_is_not(line: str, data: st.DataObject) -> None:
    said = line.split()
    said.insert(data.draw(st.integers(0, len(said))), data.draw(st.sampled_from(["not", "never", "pas", "jamais"])))
    assert judge(" ".join(said), line) is CONTRADICTED


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Réglez la tension sur 2.5 V.", "Réglez la tension sur 2,5 V."),
        ("Réglez sur 1400 tr/min.", "Réglez sur 1 400 tr/min."),
        ("Réglez sur 1400 tr/min.", "Réglez sur 1\u202f400 tr/min."),
        ("Set 1,400 rpm.", "Set 1400 rpm."),
        ("Set 12,345.5 mL.", "Set 12345.5 mL."),
        ("Set 1'400 rpm.", "Set 1400 rpm."),
        ("Store at -55 °C.", "Store at −55 °C."),
        ("Store at \uff15\uff15 °C.", "Store at 55 °C."),  # full-width digits say the same
        ("Wait 3-5 min.", "Wait 3 – 5 min."),
        ("Wait five minutes.", "Wait 5 min."),
        ("Attendez 5 min.", "Attendez cinq minutes."),
        ("Code E203: imbalance detected.", "E-203 Imbalance detected"),
        ("Code E 203: imbalance detected.", "E-203 Imbalance detected"),
        ("Error 203: imbalance detected.", "E-203 Imbalance detected"),
        ("Use 10 mA.", "Use 10mA."),
        ("Replace the lamp.", "1. Replace the lamp. 2. Close the cover."),
        ("The lamp has to be replaced after 2000 hours.", "Replace the lamp after 2000 h."),
        ("Window: 1400 ms; delay: 500 ms.", "The delay is 500 ms and the window is 1400 ms."),
    ],
)
def test_the_same_said_otherwise_is_supported(claim: str, quote: str) -> None:
    assert judge(claim, quote) is SUPPORTED


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        # numbers swapped, moved, split, joined, their sign or decimals lost
        ("Heat to 50 °C, then to 94 °C.", "Heat to 94 °C, then to 50 °C."),
        ("Set A to 10. Set B to 5.", "Set A to 5. Set B to 10."),
        ("Wait 5 to 3 min.", "Wait 3 to 5 min."),
        ("The window is 500 ms and the delay 1400 ms.", "Delay 500 ms, window 1400 ms."),
        ("Wait 5 min.", "Wait 3 to 5 min."),
        ("Spin at 10 rpm.", "Spin at 10 000 rpm."),
        ("Spin at 000 rpm.", "Spin at 10 000 rpm."),
        ("Spin at 14 00 rpm.", "Spin at 1400 rpm."),
        ("Store at 55 °C.", "Store at −55 °C."),
        ("Store at -55 °C.", "Store at 55 °C."),
        ("Add 5 mL.", "Add 0.5 mL."),
        ("Add .5 mL.", "Add 5 mL."),
        ("Add 15 mL.", "Add 1.5 mL."),
        ("Wait five minutes.", "Wait four minutes."),
        ("Add 2 mL.", "Add 2½ mL."),
        # superscripts and digits that are not
        ("About 103 cells.", "About 10³ cells."),
        ("About 10³ cells.", "About 103 cells."),
        ("An area of 5 m.", "An area of 5 m²."),
        ("Add 1O mL.", "Add 10 mL."),
        ("Add l0 mL.", "Add 10 mL."),
        ("Add ٥ mL.", "Add 10 mL."),
        # units
        ("Wait 5 s.", "Wait 5 min."),
        ("Wait 5 weeks.", "Wait 5 days."),
        ("Attendez 5 semaines.", "Attendez 5 jours."),
        ("Set 5 mV and 10 V.", "Set 5 V and 10 mV."),
        ("A resistance of 5 mΩ.", "A resistance of 5 MΩ."),
        ("Add 5 mL.", "Add 5 µL."),
        ("Pump 5 mL.", "Pump 5 mL/min."),
        ("Press 5 °C.", "Press 5."),
        # codes
        ("E-2O3 means imbalance.", "E-203 means imbalance."),
        ("e2o3 means imbalance.", "E-203 means imbalance."),
        ("E-204 means imbalance.", "E-203 means imbalance."),
        ("F-203 means imbalance.", "E-203 means imbalance."),
        ("Order part BF51829C.", "Order part BF51828C."),
        # quoted names
        ("Touch “Drain all”.", "Touch “Prime all”."),
        ("Appuyez sur « Vidange ».", "Appuyez sur « Rinçage »."),
        ("Touch “ON”.", "Touch CONTINUE."),
        # negations moved or left outside
        ("Open the lid while the rotor turns.", "Do not open the lid while the rotor turns."),
        ("open the lid", "Do not open the lid while the rotor turns."),
        ("Ouvrez le couvercle.", "N'ouvrez pas le couvercle."),
        ("Open valve A but do not close valve B.", "Do not open valve A but close valve B."),
        ("Open valve A. Do not close valve B.", "Do not open valve A. Close valve B."),
        ("Valve A may be opened.", "Do not open valve A."),
        ("The lid must never be opened.", "The lid must be opened."),
        # opposites
        ("Turn the screw clockwise.", "Turn the screw counterclockwise."),
        ("Close the lid first, then the cover.", "Open the lid first, then the cover."),
        ("Tournez la vis à gauche.", "Tournez la vis à droite."),
        # nothing to do with it
        ("The laser is safe to look into.", "Replace the lamp."),
        ("Le capot est ouvert.", "Replace the lamp."),
        ("…", "Replace the lamp."),
        ("", "Replace the lamp."),
    ],
)
def test_what_the_quote_does_not_say_is_contradicted(claim: str, quote: str) -> None:
    assert judge(claim, quote) is CONTRADICTED


TITLES = ("Delay (ms) Window Symptom",)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Delay: 500; Window: 1400; Symptom: Does not start", SUPPORTED),
        ("Window: 1400", SUPPORTED),
        ("The delay is 500 ms.", SUPPORTED),
        ("Delay: 500 s", CONTRADICTED),
        ("Symptom: start", CONTRADICTED),
        ("Window: Does not start", SUPPORTED),
        ("Delay Window", CONTRADICTED),
        ("Window", CONTRADICTED),
        ("Delay: 501", CONTRADICTED),
    ],
)
def test_a_row_without_its_cells(claim: str, verdict: Verdict) -> None:
    assert verify(claim, ["500 1400 Does not start"], TITLES) is verdict


CELLS = (("Delay (ms)", "500"), ("Window", "1400"), ("Symptom", "Does not start"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Delay (ms): 500; Window: 1400; Symptom: Does not start", SUPPORTED),
        ("500 1400 Does not start", SUPPORTED),
        ("Window: 1400; Delay (ms): 500", SUPPORTED),
        ("The window is 1400.", SUPPORTED),
        ("Delay (ms): 1400; Window: 500", CONTRADICTED),
        ("Window: 500", CONTRADICTED),
        ("Symptom: start", CONTRADICTED),
        ("Delay (ms)", CONTRADICTED),
    ],
)
def test_a_row_with_its_cells(claim: str, verdict: Verdict) -> None:
    assert verify(claim, ["500 1400 Does not start"], ["Delay (ms) Window Symptom"], [CELLS]) is verdict


SIZES = (("Qty", "5"), ("Size", "100"))


def test_cells_side_by_side_are_not_thousands() -> None:
    assert verify("Qty: 5; Size: 100", ["5 100"], ["Qty Size"]) is SUPPORTED
    assert verify("Qty: 5; Size: 100", ["5 100"], ["Qty Size"], [SIZES]) is SUPPORTED
    assert verify("Size: 5100", ["5 100"], ["Qty Size"], [SIZES]) is CONTRADICTED


def test_a_missing_quote_is_not_found() -> None:
    assert verify("Open.", []) is NOT_FOUND
    assert verify("Open.", [None]) is NOT_FOUND
    assert verify("Open.", ["Open.", None]) is NOT_FOUND
    assert verify("Open.", [""]) is NOT_FOUND


def test_a_claim_over_two_quotes() -> None:
    assert judge("Open the lid. Wait 5 min.", "Open the lid.", "Wait 5 min.") is SUPPORTED
    assert judge("Open the lid. Wait 6 min.", "Open the lid.", "Wait 5 min.") is CONTRADICTED


def test_same_text_minds_neither_space_nor_hyphens_nor_typography() -> None:
    assert same_text("l’étalon-\nnage", "L'étalonnage")
    assert not same_text("étalonnage", "étalonnages")


def test_a_word_broken_between_two_pages_is_whole_in_the_claim() -> None:
    assert judge("Start the calibration.", "Start the calibra- tion.") is SUPPORTED
    assert judge("Start the calibra- tion.", "Start the calibra- tion.") is SUPPORTED
    assert judge("Set 510.", "Set 5- 10.") is CONTRADICTED
