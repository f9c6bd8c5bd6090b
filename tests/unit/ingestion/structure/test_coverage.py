from dataclasses import replace

from paillasse.ingestion.coverage import coverage_report
from paillasse.ingestion.structure import analyse
from paillasse.types.pages import PageTrouble, RawDocument, TextSource
from typeset import PROSE, Sheet, document

CIPHER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "defghijklmnopqrstuvwxyzabc")


def troubles(raw: RawDocument) -> list[PageTrouble | None]:
    return [page.trouble for page in coverage_report(raw, analyse(raw)).pages]


def test_report_counts() -> None:
    sheet = Sheet().line(50, 60, "1.1 Care", 14, True).text(50, 90, *PROSE).line(50, 160, "WARNING: hot surface.")
    sheet.grid([50.0, 150.0, 300.0], [200.0, 220.0, 240.0]).cells([50.0, 150.0], [200.0, 220.0], ["a", "b"], ["c", "d"])
    raw = document(sheet.picture(50, 300, 200, 400))
    report = coverage_report(raw, analyse(raw), codes=7)
    page = report.pages[0]
    assert (report.headings, report.warnings, report.codes) == (1, 1, 7)
    assert (page.tables, page.figures, page.trouble) == (1, 1, None)
    assert page.characters == sum(len(word.text) for word in sheet.words)


def test_scan_has_no_text_but_a_blank_page_is_fine() -> None:
    assert troubles(document(Sheet().picture(0, 0, 595, 842), Sheet())) == [PageTrouble.NO_TEXT, None]


def test_a_page_that_nothing_was_there_to_read_says_so() -> None:
    raw = document(Sheet().picture(0, 0, 595, 842), Sheet(), Sheet().text(50, 90, *PROSE))
    report = coverage_report(raw, analyse(raw), ocr_missing=True)
    assert [page.trouble for page in report.pages] == [PageTrouble.OCR_MISSING, None, None]


def test_a_page_read_from_its_picture_says_so_and_how_sure() -> None:
    raw = document(Sheet().text(50, 90, *PROSE))
    raw = RawDocument((replace(raw.pages[0], text_source=TextSource.OCR, confidence=0.9),))
    page = coverage_report(raw, analyse(raw)).pages[0]
    assert (page.text_source, page.confidence, page.trouble) == (TextSource.OCR, 0.9, None)


def test_failed_page() -> None:
    raw = document(Sheet())
    assert troubles(RawDocument((replace(raw.pages[0], failed=True),))) == [PageTrouble.PARSE_FAILED]


def test_garbled_page() -> None:
    assert troubles(document(Sheet().text(50, 90, *(line.translate(CIPHER) for line in PROSE)))) == [
        PageTrouble.GARBLED_TEXT
    ]
