from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.console import Console, RenderableType

from answers import AMBIGUOUS, ANSWERED, REFUSED
from paillasse.cli.views.answers import accepted_view, answer_view, explanation_view
from paillasse.cli.views.documents import document_view, documents_view
from paillasse.types.answers import Claim, ClaimAccepted, Usage
from paillasse.types.documents import Document, DocumentStatus, LineKind, Metadata
from paillasse.types.escalation import Escalation
from paillasse.types.ingestion import IngestionRecord, IngestionState
from paillasse.types.pages import CoverageReport, PageCoverage, PageTrouble, TextSource
from sample_content import content

DOCUMENT = replace(
    content("a").document,
    filename="manual [v2].pdf",
    metadata=Metadata(
        "Manuel [b]long[/] " + "très " * 20,
        manufacturer="Ardoise",
        equipment=("R416", "Cyclane"),
        languages=("fr", "en"),
        effective_date=date(2026, 1, 2),
        confidence={"title": 0.95, "effective_date": 0.5, "revision": 0.9},
    ),
    coverage=CoverageReport(
        (
            PageCoverage(1, "i", 70, 0, 0, TextSource.TEXT_LAYER, 1.0),
            PageCoverage(2, "1", 0, 0, 1, TextSource.NONE, 0.0, PageTrouble.NO_TEXT),
        )
    ),
)


def drawn(view: RenderableType, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=False).print(view)
    assert "\x1b" not in out.getvalue()
    assert max(len(line) for line in out.getvalue().splitlines()) <= width
    return out.getvalue()


def flat(view: RenderableType) -> str:
    return " ".join(drawn(view, 500).split())


def test_a_page_read_from_its_picture_says_how_sure_and_a_missing_reader_what_to_install() -> None:
    pages = (
        PageCoverage(1, "1", 70, 0, 0, TextSource.OCR, 0.914),
        PageCoverage(2, "2", 0, 0, 1, TextSource.NONE, 1.0, PageTrouble.OCR_MISSING),
    )
    read = flat(document_view(replace(DOCUMENT, coverage=CoverageReport(pages[:1]))))
    assert "ocr (91% sure)" in read
    assert "apt-get" not in read
    unread = flat(document_view(replace(DOCUMENT, coverage=CoverageReport(pages))))
    assert "ocr missing" in unread
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-fra" in unread


def test_a_document_says_how_many_of_its_pictures_hold_words_and_which_were_left() -> None:
    page = PageCoverage(1, "1", 70, 0, 3, TextSource.TEXT_LAYER, 1.0)
    read = flat(document_view(replace(DOCUMENT, coverage=CoverageReport((page,), pictures_read=3))))
    assert "3 pictures with words" in read
    assert "apt-get" not in read
    left = flat(document_view(replace(DOCUMENT, coverage=CoverageReport((page,), pictures_unread=2))))
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-fra" in left


def test_an_answer_shows_warnings_first_then_claims_then_sources() -> None:
    text = flat(answer_view(ANSWERED))
    parts = ["One page could not", "CAUTION", "The lamp is hot. [3]", "Open the [cover]. [1]", "2000 h. [2]", "Sources"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "[1] Manual [v2], page iv (PDF page 9) “Open the [cover].”" in text
    assert "[2] Manual [v2], page 10 “The lamp" in text
    assert "…”" in text


def test_what_stands_in_a_figure_is_not_shown_as_a_sentence() -> None:
    answer = replace(ANSWERED, claims=(Claim("CAL opens the menu", (1,), LineKind.LABEL),))
    assert "In the figure: CAL opens the menu [1]" in flat(answer_view(answer))
    assert "Dans la figure : CAL opens the menu [1]" in flat(answer_view(replace(answer, language="fr")))
    event = ClaimAccepted(answer.claims[0], ())
    assert flat(accepted_view(event, "en")) == "In the figure: CAL opens the menu [1]"


def test_a_french_answer_has_french_labels() -> None:
    text = flat(answer_view(replace(ANSWERED, language="fr")))
    assert "ATTENTION" in text
    assert "page iv (page PDF 9)" in text
    assert "« Open the [cover]. »" in text
    assert "CAUTION" in flat(answer_view(replace(ANSWERED, language="de")))


def test_a_doubtful_answer_speaks_of_a_ticket() -> None:
    doubtful = replace(ANSWERED, escalation=Escalation(0.7, (), "1", offered=True))
    assert "consider a ticket" in flat(answer_view(doubtful))
    assert "ticket" not in flat(answer_view(replace(ANSWERED, escalation=Escalation(0.1, (), "1"))))


def test_a_refusal_says_why_and_where_to_look() -> None:
    text = flat(answer_view(REFUSED))
    assert text.startswith("Les manuels ne répondent pas. Passages les plus proches Manuel, page 3: 1 Entretien")
    assert text.endswith("…")
    assert flat(answer_view(replace(REFUSED, nearest=()))) == "Les manuels ne répondent pas."


def test_a_nearby_passage_names_the_sheet_to_open_and_needs_no_heading() -> None:
    elsewhere = replace(REFUSED.nearest[0], page=9, label="7-3")
    text = flat(answer_view(replace(REFUSED, nearest=(elsewhere, replace(elsewhere, heading="")))))
    assert "Manuel, page 7-3 (page PDF 9): 1 Entretien Nettoyez." in text
    assert "Manuel, page 7-3 (page PDF 9) Nettoyez." in text


def test_candidates_say_what_to_type() -> None:
    text = flat(answer_view(AMBIGUOUS))
    assert '• Manuel A --equipment "R416" ou "Cyclane"' in text
    assert '• Manuel B --equipment "Manuel B"' in text


def test_an_explanation_shows_lanes_and_time() -> None:
    text = flat(explanation_view(ANSWERED))
    assert "0.90 0.50 0.25 manual [v2].pdf, p. 3,4 1 Care > [b]1.2" in text
    assert "retrieve 12, total 20" in text
    assert "dropped" in flat(explanation_view(REFUSED))


@pytest.mark.parametrize("width", [20, 40, 80])
def test_every_view_fits_the_terminal(width: int) -> None:
    for answer in (ANSWERED, REFUSED, AMBIGUOUS):
        drawn(answer_view(answer), width)
        drawn(explanation_view(answer), width)
    drawn(documents_view([DOCUMENT], []), width)
    drawn(document_view(DOCUMENT), width)


def record(state: IngestionState, sha256: str = "b", message: str = "") -> IngestionRecord:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    return IngestionRecord(
        sha256, "[b].pdf", "default", state, moment, error_code="damaged_pdf" if message else "", error_message=message
    )


def test_the_shelf_at_80_columns() -> None:
    text = " ".join(drawn(documents_view([DOCUMENT], [])).split())
    assert "document" in text
    assert "manual [v2].pdf · fr, en" in text
    assert "R416, Cyclane" in text
    assert "1 ready" in text
    assert "…" not in text
    assert "collection" not in text
    other: Document = replace(DOCUMENT, collection="lab", status=DocumentStatus.NEEDS_REVIEW)
    assert "collection lab" in flat(documents_view([other], []))
    assert "needs review" in flat(documents_view([other], []))


def test_files_that_are_not_on_the_shelf() -> None:
    records = [
        record(IngestionState.FAILED, message="[b].pdf is damaged."),
        record(IngestionState.RUNNING),
        record(IngestionState.DONE),
        record(IngestionState.RUNNING, DOCUMENT.sha256),
    ]
    text = flat(documents_view([], records))
    assert text == (
        "✗ [b].pdf is damaged. (damaged_pdf) ✗ [b].pdf: interrupted; ingest it again "
        "✗ [b].pdf: interrupted; ingest it again"
    )
    assert flat(documents_view([DOCUMENT], records)).count("✗") == 2
    assert "paillasse ingest your.pdf" in flat(documents_view([], []))


def test_one_document_in_full() -> None:
    text = flat(document_view(DOCUMENT))
    assert "95% sure" in text
    assert "effective date 2026-01-02 50% sure" in text
    assert "revision – kind" in text.replace("status", "kind") or "revision –" in text
    assert "2 1 0 0 1 none no text" in text


def test_an_explanation_shows_what_models_used() -> None:
    usage = (Usage("openai/x", 2, 100, 20, 0.000027, "USD"), Usage("vllm/y", 1, 5, 6, None, "USD", estimated=True))
    text = flat(
        explanation_view(
            replace(
                ANSWERED,
                usage=usage,
                trace={**ANSWERED.trace, "model": {"judge": "j", "wordings": [], "sent": [["c", 1]] * 3}},
            )
        )
    )
    assert "openai/x 2 calls, 100 + 20 tokens, 0.000027 USD" in text
    assert "vllm/y 1 calls, 5 + 6 tokens, ? USD" in text
    assert "judge j lines sent 3" in text
    assert "wordings" not in text
