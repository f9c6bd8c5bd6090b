from dataclasses import replace

import pytest

from paillasse.ingestion.coverage import coverage_report, is_garbled
from paillasse.ingestion.structure import analyse
from paillasse.page_types import RawDocument
from paillasse.types import PageTrouble
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


def test_failed_page() -> None:
    raw = document(Sheet())
    assert troubles(RawDocument((replace(raw.pages[0], failed=True),))) == [PageTrouble.PARSE_FAILED]


def test_garbled_page() -> None:
    assert troubles(document(Sheet().text(50, 90, *(line.translate(CIPHER) for line in PROSE)))) == [
        PageTrouble.GARBLED_TEXT
    ]


@pytest.mark.parametrize(
    "text",
    [
        "áãéçêí~åí=áåÑçêã~íáçå=~Äçìí=íÜÉ=ä~ëÉê=~åÇ=íÜÉ=éçïÉê=ëìééäó=çÑ=íÜÉ=áåëíêìãÉåí=~í=ÜçãÉ=~ë=ïÉää",
        " ".join(["\ue012\ue034\ue056\ue077\ue033"] * 20),
        " ".join(["\x03\x11\x08\x14\x15"] * 20),
        " ".join(["xkcdqrt", "bvwzpfg", "mnbvcxz"] * 10),
    ],
)
def test_garbled(text: str) -> None:
    assert is_garbled(text.split())


@pytest.mark.parametrize(
    "text",
    [
        " ".join(PROSE),
        "Débranchez l'appareil avant d'ouvrir le boîtier ; l'étalonnage se fait à vingt-cinq degrés après une heure.",
        "CH<x>:PRObe:DEGAUss:STATE? HORizontal:DELay:TIMe MEASUrement:IMMed:SOUrce TRIGger:A:EDGE:SLOpe SELect:CH1",
        "Öffnen Sie die Tür über der Küvette und prüfen Sie die Lüftungsöffnungen für die Kühlung des Gerätes täglich",
        "12.5 40 %",
    ],
)
def test_readable(text: str) -> None:
    assert not is_garbled(text.split())
