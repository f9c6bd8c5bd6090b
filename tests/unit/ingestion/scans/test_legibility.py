from dataclasses import replace

import pytest

from paillasse.ingestion.scans.legibility import illegible_pages, is_garbled, letters
from paillasse.types.pages import RawDocument
from typeset import PROSE, Sheet, document

CIPHER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "defghijklmnopqrstuvwxyzabc")


def test_pages_that_the_file_gives_no_usable_text_for() -> None:
    raw = document(
        Sheet().text(50, 90, *PROSE),
        Sheet().picture(0, 0, 595, 842),
        Sheet(),
        Sheet().grid([50, 100], [50, 100]),
        Sheet().text(50, 90, *(line.translate(CIPHER) for line in PROSE)),
        Sheet().picture(0, 0, 595, 842).line(50, 800, "stamped on receipt"),
        Sheet().picture(50, 50, 100, 100).line(50, 800, "a logo is no scan"),
        Sheet().picture(0, 0, 595, 842).text(50, 90, *PROSE, *PROSE, *PROSE),
    )
    assert illegible_pages(raw) == [2, 4, 5, 6]


def test_pages_that_ended_the_parser_are_left_alone() -> None:
    page = document(Sheet().picture(0, 0, 595, 842)).pages[0]
    assert illegible_pages(RawDocument((replace(page, failed=True),))) == []


def test_letters_are_those_of_words_and_codes() -> None:
    assert letters(["E-203", "été", "..."]) == 7


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
