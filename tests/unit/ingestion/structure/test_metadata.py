from datetime import date

import pytest

from paillasse.ingestion.metadata import guess_metadata
from paillasse.ingestion.structure import analyse
from paillasse.types.documents import DocumentKind, Metadata
from typeset import PROSE, Sheet, document


def guess(*sheets: Sheet, filename: str = "scan0001.pdf", **properties: str) -> Metadata:
    raw = document(*sheets, **properties)
    return guess_metadata(raw, analyse(raw), filename)


def cover(*lines: str) -> Sheet:
    """Large lines, then small print."""
    sheet = Sheet()
    for k, line in enumerate(lines):
        sheet.line(60, 100 + 40 * k, line, 24, True)
    return sheet


def imprint(text: str) -> Sheet:
    sheet = Sheet().text(50, 300, *PROSE)
    return sheet.line(50, 700, text, 9)


def test_title_property_that_the_cover_confirms() -> None:
    found = guess(cover("CX-300", "Centrifuge manual"), Title="CX-300 Centrifuge manual")
    assert found.title == "CX-300 Centrifuge manual"
    assert found.confidence["title"] > 0.5


@pytest.mark.parametrize(
    "junk", ["Microsoft Word - cx300.doc", "Layout 1", "cx300_final.book", "untitled", "Other pump"]
)
def test_junk_title_gives_way_to_the_cover(junk: str) -> None:
    assert guess(cover("CX-300 Centrifuge"), imprint("Body"), Title=junk).title == "CX-300 Centrifuge"


def test_telling_file_name_beats_a_cover_without_the_product() -> None:
    found = guess(
        cover("User Manual"),
        Sheet().text(50, 90, "The ACME Centro centrifuge"),
        filename="en_acme_centro_centrifuge.pdf",
    )
    assert found.title == "ACME Centro centrifuge"


def test_file_name_is_the_last_resort() -> None:
    assert guess(Sheet(), filename="fr_notice-pompe_P200.pdf").title == "Notice pompe P200"


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("© 2019 Acme Instruments GmbH. All rights reserved.", "Acme Instruments GmbH"),
        ("Copyright © 2003-2009 by Borealis Scientific, Inc.", "Borealis Scientific"),
        ("Manufactured by Nordlab Oy in Turku", "Nordlab Oy"),
        ("Visit www.lumatec.com or write to info@lumatec.com", "Lumatec"),
        ("Nothing here", ""),
    ],
)
def test_maker(text: str, maker: str) -> None:
    assert guess(cover("Pump"), imprint(text)).manufacturer.startswith(maker)
    assert bool(guess(imprint(text)).manufacturer) == bool(maker)


def test_maker_named_by_the_file_wins() -> None:
    sheet = imprint("Windows is a trademark of Biggsoft Corporation. Made by Acme Labs Inc.")
    assert guess(sheet, filename="acme_pump.pdf").manufacturer == "Acme Labs Inc"


def test_author_with_a_company_form() -> None:
    assert guess(imprint("Nothing"), Author="Onda Systems GmbH").manufacturer == "Onda Systems GmbH"


def test_models_come_before_names() -> None:
    found = guess(
        cover("CX-300 Centrifuge", "User manual"),
        imprint("The CX-300 and the CX-300 plus"),
        filename="en_acme_cx300_centrifuge_manual.pdf",
    )
    assert found.equipment[0] == "CX-300"
    assert "centrifuge" in " ".join(found.equipment).lower()


def test_list_of_short_models() -> None:
    found = guess(cover("Titrator T5/T7"), imprint("The T5 and T7 titrate; the T5 and T7 log."))
    assert {"T5", "T7"} <= set(found.equipment)


def test_model_glued_to_a_name_in_the_file_name() -> None:
    found = guess(imprint("The VIOLET 1420 reader. VIOLET 1420."), filename="violet1420_reader.pdf")
    assert "violet 1420" in [name.lower() for name in found.equipment]


def test_units_and_standards_are_no_models() -> None:
    found = guess(cover("Pump 230V ISO9001 RS232 IP65"), imprint("230V ISO9001 RS232 IP65"))
    assert not {"230V", "ISO9001", "RS232", "IP65"} & set(found.equipment)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Pump service manual", DocumentKind.SERVICE_MANUAL),
        ("SOP 12 Cleaning the pump", DocumentKind.SOP),
        ("Technical bulletin 7", DocumentKind.BULLETIN),
        ("Pump data sheet", DocumentKind.DATASHEET),
        ("Manuel d'utilisation de la pompe", DocumentKind.USER_MANUAL),
        ("Zebra", DocumentKind.OTHER),
    ],
)
def test_kind(title: str, kind: DocumentKind) -> None:
    assert guess(cover(title), filename="x1.pdf").kind is kind


@pytest.mark.parametrize(
    ("text", "revision", "day"),
    [
        ("0110-7895 Rev C June 2012", "C", date(2012, 6, 1)),
        ("Version 2.1 15 février 2013", "2.1", date(2013, 2, 15)),
        ("Édition 4 September 3, 2009", "4", date(2009, 9, 3)),
        ("Issue 15 2020-03-09", "15", date(2020, 3, 9)),
        ("Revision: 2.7 05/2014", "2.7", date(2014, 5, 1)),
        ("Document v. 3.3 31.12.2016", "3.3", date(2016, 12, 31)),
        ("Software version 3.00 31/02/2016", "", None),
    ],
)
def test_revision_and_date(text: str, revision: str, day: date | None) -> None:
    found = guess(imprint(text))
    assert (found.revision, found.effective_date) == (revision, day)


def test_date_of_the_file_is_a_weak_guess() -> None:
    found = guess(imprint("Nothing"), CreationDate="D:20140523101112Z")
    assert (found.effective_date, found.confidence["effective_date"]) == (date(2014, 5, 23), 0.3)


def test_languages_with_a_page_of_text() -> None:
    french = "Ouvrez le capot puis retirez le rotor de son logement avant de nettoyer la cuve avec un chiffon doux"
    sheets = [
        Sheet().text(50, 90, *[french] * 30),
        Sheet().text(50, 90, *PROSE * 8),
        imprint("ja nein vielleicht oder"),
    ]
    found = guess(*sheets)
    assert found.language == "fr"
    assert found.languages == ("fr", "en")
    assert 0.5 < found.confidence["language"] < 1
