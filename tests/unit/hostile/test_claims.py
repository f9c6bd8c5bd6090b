"""Nothing passes the check that the quote does not say, whatever characters either is made of."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from paillasse.answering.checking.citations import line_boxes, quote_of
from paillasse.answering.checking.facts import sentences
from paillasse.answering.checking.verification import consistent, same_text, verify
from paillasse.language.text import code_key, codes_in, error_codes_in, fold
from paillasse.types.answers import Verdict
from paillasse.types.documents import Line
from paillasse.types.pages import Box, Page, Span, Word

LINES = (
    "Set the speed to 1 400 rpm for 3 to 5 min.",
    "Conservez les réactifs entre −20 °C et 8 °C, sans les congeler.",
    "E-203 Balourd détecté : équilibrez les tubes à 1 g près.",
    "Wash with 0.5 mL, then 1,500 µL of buffer; discard 10³ cells/mm².",
    "Open the lid and wipe the bowl with a soft cloth.",
)
letters = st.text(st.characters(categories=("L", "Zs", "P", "Mn")), max_size=60)
quotes = st.sampled_from(LINES) | letters
anything = st.text(max_size=60)


@settings(max_examples=300, deadline=None)
@given(anything, st.lists(anything | st.none(), max_size=3), st.lists(anything, max_size=2))
@example("\ud800", ["\ud800"], [])
@example("⁰⁰", ["x⁰"], ["(ms"])
@example("1 000 000 000" * 9, ["1,000.000'000"], [])
@example("٣ مم", ["3 mm"], [])
def test_any_text_gets_a_verdict(claim: str, cited: list[str | None], titles: list[str]) -> None:
    verdict = verify(claim, cited, titles)
    assert isinstance(verdict, Verdict)
    assert verdict is not Verdict.SUPPORTED or all(cited)
    consistent(claim, cited, titles)
    for text in (claim, *titles):
        sentences(text)
        assert set(error_codes_in(text)) <= set(codes_in(text)) | {"", *error_codes_in(text)}
        assert same_text(text, text)
        assert fold(text).translate({}) == fold(text)
        code_key(text)


@settings(max_examples=200, deadline=None)
@given(quotes, st.integers(2_000, 999_999), st.data())
def test_an_added_number_never_passes(quote: str, number: int, data: st.DataObject) -> None:
    said = quote.split()
    assume(said)
    said.insert(data.draw(st.integers(0, len(said))), str(number))
    assert verify(" ".join(said), [quote]) is Verdict.CONTRADICTED


@settings(max_examples=200, deadline=None)
@given(quotes, st.sampled_from(["E-9471", "SW7-2", "BF51828C", "07528-10", "*RST", "ERR 77"]), st.data())
def test_an_added_code_never_passes(quote: str, code: str, data: st.DataObject) -> None:
    said = quote.split()
    assume(said)
    said.insert(data.draw(st.integers(0, len(said))), code)
    assert verify(" ".join(said), [quote]) is Verdict.CONTRADICTED


UNITS = (
    "mL",
    "µL",
    "°C",
    "°F",
    "V",
    "mV",
    "kV",
    "A",
    "mA",
    "min",
    "s",
    "h",
    "rpm",
    "bar",
    "mbar",
    "Hz",
    "MHz",
    "mm",
    "kg",
)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 9_999), st.sampled_from(UNITS), st.sampled_from(UNITS), st.sampled_from(["", " "]))
def test_a_changed_unit_never_passes(number: int, unit: str, other: str, gap: str) -> None:
    assume(unit != other)
    quote = f"Set the regulator to {number}{gap}{unit} before use."
    assert verify(quote, [quote]) is Verdict.SUPPORTED
    assert verify(quote.replace(f"{gap}{unit} ", f"{gap}{other} "), [quote]) is Verdict.CONTRADICTED


@pytest.mark.parametrize("quote", LINES)
@pytest.mark.parametrize("negation", ["not", "never", "ne", "jamais", "sans", "without", "cannot", "interdit"])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_an_added_negation_never_passes(quote: str, negation: str, data: st.DataObject) -> None:
    said = quote.split()
    said.insert(data.draw(st.integers(0, len(said))), negation)
    assert verify(" ".join(said), [quote]) is Verdict.CONTRADICTED


words = st.builds(
    Word,
    st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=8),
    st.builds(Box, *[st.floats(-1e6, 1e6)] * 4),
    st.floats(0, 1e6),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=8), st.integers(-2, 9), st.integers(-2, 9))
def test_a_quote_is_made_of_the_words_of_its_span_or_is_none(held: list[Word], start: int, end: int) -> None:
    page = Page(1, "1", 595, 842, tuple(held))
    quote = quote_of(Line("", (Span(1, start, end),)), "d", {("d", 1): page})
    if not 0 <= start < end <= len(held):
        assert quote is None
    else:
        assert quote is not None
        printed = "".join(w.text for w in held[start:end])
        drop = str.maketrans("", "", " -\u2010\u00ad…._")
        assert quote.translate(drop) == printed.translate(drop)
        boxes = line_boxes(held[start:end])
        assert 1 <= len(boxes) <= end - start
