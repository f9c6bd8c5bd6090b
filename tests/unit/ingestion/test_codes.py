from __future__ import annotations

import pytest

from paillasse.ingestion.codes import extract_codes
from paillasse.types.documents import Chunk, ChunkKind, CodeEntry, Line, LineKind

ERRORS = ("Code", "Message", "Cause probable", "Remède")


def entries(*lines: Line, heading: str = "") -> dict[str, CodeEntry]:
    path = (heading,) if heading else ()
    found = extract_codes([Chunk("c", "d", 0, ChunkKind.TABLE, path, 1, lines, "fr", "")])
    assert len({entry.key for entry in found}) == len(found)
    assert all((e.document_id, e.chunk_id) == ("d", "c") for e in found)
    return {entry.key: entry for entry in found}


def row(*cells: str, kind: LineKind = LineKind.ROW) -> Line:
    return Line(" ".join(c for c in cells if c), (), kind, cells)


def header(*cells: str) -> Line:
    return row(*cells, kind=LineKind.HEADER)


def test_a_row_of_an_error_table() -> None:
    found = entries(header(*ERRORS), row("E-203", "Balourd", "Charge mal répartie", "Équilibrer"))
    entry = found["e203"]
    assert (entry.code, entry.line) == ("E-203", 1)
    assert (entry.meaning, entry.cause, entry.remedy) == ("Balourd", "Charge mal répartie", "Équilibrer")
    assert found["#203"].meaning == "Balourd"


def test_bare_numbers_are_codes_only_where_errors_are_spoken_of() -> None:
    assert entries(header("Error", "Meaning"), row("12", "Lid"))["#12"].meaning == "Lid"
    assert "#12" in entries(header("", "Meaning"), row("12", "Lid"), heading="7 Messages d'erreur et alarmes")
    assert "#12" in entries(Line("Table 3: fault list", (), LineKind.CAPTION), header("No", "x"), row("12", "Lid"))
    assert entries(header("Quantity", "Part"), row("12", "Lid")) == {}
    assert entries(header("No", "Part"), row("12", "Lid")) == {}


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("Err 10", {"err10", "#10"}),
        ("9a", {"9a", "#9a"}),
        ("b.o.", {"bo"}),
        ("*RST", {"*rst"}),
        ("E1, E2", {"e1", "#1", "e2"}),
        ("Lid open", set()),
    ],
)
def test_forms_of_codes(cell: str, keys: set[str]) -> None:
    assert entries(header("Error", "Meaning"), row(cell, "text")).keys() == keys


def test_prose_defines_the_code_that_it_starts_with() -> None:
    found = entries(Line("Error E-203: the rotor is out of balance.", ()))
    assert found["e203"].meaning == "Error E-203: the rotor is out of balance."
    assert entries(Line("When the rotor stops the display may show E-203.", ())) == {}
    assert entries(Line("Erreur n° 10 : capot ouvert", ()))["#10"].code == "10"


def test_the_first_definition_in_a_chunk_wins() -> None:
    lines = [header("Error", "Meaning"), row("E-1", "first"), row("E-1", "second")]
    assert entries(*lines)["e1"].meaning == "first"


def test_a_header_counts_from_where_it_stands_and_columns_without_title_tell_nothing() -> None:
    found = entries(row("E-1", "before"), header("Error", "Action"), row("E-2", "", "extra E-9"))
    assert found["e1"].meaning == "E-1 before"
    assert (found["e2"].meaning, found["e2"].remedy) == ("E-2 extra E-9", "")
    assert "e9" not in found
