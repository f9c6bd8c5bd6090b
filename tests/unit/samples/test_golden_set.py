"""The questions over the sample manuals: every quote stands where the case says."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from paillasse.evaluation.dataset import load
from paillasse.types.golden_case import GoldenCase

ROOT = Path(__file__).resolve().parents[3]
CASES = load([ROOT / "evals" / "samples.jsonl"])
ANSWERABLE = [case for case in CASES if case.answerable]
LANGUAGES = {"cyclane": "fr", "hemarion": "en"}


@cache
def _pages(file: str) -> tuple[str, ...]:
    document = pdfium.PdfDocument(ROOT / "samples" / "manuals" / file)
    return tuple(_plain(document[n].get_textpage().get_text_range()) for n in range(len(document)))


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", ANSWERABLE, ids=lambda case: case.id)
def test_evidence_is_on_a_named_page_of_the_first_document(case: GoldenCase) -> None:
    first = case.documents[0]
    assert case.evidence
    assert any(_plain(case.evidence) in _pages(first.file)[page - 1] for page in first.pages)


@pytest.mark.parametrize("case", [c for c in CASES if c.warning], ids=lambda case: case.id)
def test_warning_is_in_the_document_no_more_than_two_pages_away(case: GoldenCase) -> None:
    first = case.documents[0]
    found = [n for n, text in enumerate(_pages(first.file), 1) if _plain(case.warning) in text]
    assert any(abs(page - n) <= 2 for page in first.pages for n in found)


@pytest.mark.parametrize("case", ANSWERABLE, ids=lambda case: case.id)
def test_the_reference_answer_passes_its_own_check(case: GoldenCase) -> None:
    answer = case.answer.lower()
    assert all(any(alternative.lower() in answer for alternative in group) for group in case.must_contain)


def test_a_fact_of_the_twins_names_both_the_own_language_first() -> None:
    twins = [case for case in ANSWERABLE if case.id.startswith("quivane")]
    assert twins
    for case in twins:
        assert [entry.file.removesuffix(".pdf")[-2:] for entry in case.documents] == [
            case.language,
            {"fr": "en", "en": "fr"}[case.language],
        ], case.id


def test_cross_lingual_is_set_where_no_manual_speaks_the_language_of_the_question() -> None:
    for case in ANSWERABLE:
        manual = LANGUAGES.get(case.id.split("-")[0], case.language)
        assert case.cross_lingual == (case.language != manual), case.id


def test_the_mix_covers_every_kind_both_languages_and_refusals() -> None:
    kinds = Counter(case.kind for case in CASES)
    assert kinds.keys() == {
        "fact", "spec", "procedure", "troubleshooting", "error_code", "table", "safety", "figure", "navigation",
        "unanswerable",
    }  # fmt: skip
    assert 0.1 < kinds["unanswerable"] / len(CASES) < 0.2
    assert {(case.language, case.cross_lingual) for case in ANSWERABLE} == {
        ("fr", False), ("fr", True), ("en", False), ("en", True),
    }  # fmt: skip
    assert all(not case.documents for case in CASES if not case.answerable)
