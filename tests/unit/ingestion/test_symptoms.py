from __future__ import annotations

import pytest

from block_pages import PageOf
from paillasse.ingestion.tables.symptoms import by_symptom, symptom_columns

TITLES = ("Symptom", "Possible cause", "Remedy")


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        (("Symptom", "Possible cause", "Remedy"), 1),
        (("Problème", "Cause probable", "Solution"), 1),
        (("Nature de la panne", "Cause probable", "Remède"), 1),
        (("Observation", "Cause", "Solution"), 1),
        (("Fault", "Action"), 1),
        (("Défaut", "Que faire"), 1),
        (("No", "Problem", "Recommended Solution"), 2),
        (("Code", "Message", "Cause probable", "Remède"), 2),
        (("Étape", "Action"), 0),
        (("Command", "Action"), 0),
        (("Error Code", "Description of Error", "Possible problem"), 0),
        (("Cause of the problem", "Solution"), 0),
        (("Item", "Quantity"), 0),
        ((), 0),
    ],
)
def test_titles_tell_a_table_of_symptoms(titles: tuple[str, ...], columns: int) -> None:
    assert symptom_columns(titles) == columns


def grouped(*rows: list[str], header: tuple[str, ...] = TITLES, words: int = 100) -> list[list[tuple[str, ...]]]:
    page = PageOf().table(*rows, header=header, header_rows=0).page()
    found = by_symptom(page, page.tables[0], lambda text: len(text.split()) <= words)
    for group in found:
        for line in [*group.rows, *([group.symptom] if group.symptom else [])]:
            (span,) = line.spans
            assert line.text == " ".join(w.text for w in page.words[span.start : span.end])
            assert line.text == " ".join(filter(None, line.cells))
    return [[line.cells for line in group.rows] for group in found]


def test_rows_without_a_symptom_belong_to_the_one_above() -> None:
    rows = [["Dark", "Fuse", "Replace"], ["", "Plug", "Push"], ["", "", "Call us"], ["Loud", "Belt", "Oil"]]
    first, second = grouped(*rows)
    assert first == [tuple(row) for row in rows[:3]]
    assert second == [tuple(rows[3])]


def test_a_symptom_said_again_is_the_same_one() -> None:
    assert len(grouped(["Dark", "Fuse", "Replace"], ["Dark", "Plug", "Push"])) == 1


def test_empty_rows_and_other_tables_are_left_alone() -> None:
    assert grouped(["", "", ""], ["Dark", "Fuse", "Replace"]) == [[("Dark", "Fuse", "Replace")]]
    assert grouped(["Lamp", "2", "77"], header=("Item", "Quantity", "Number")) == []


def test_a_long_row_is_cut_between_sentences_in_their_columns() -> None:
    assert grouped(["It is dark.", "The fuse blew.", "1. Open it. 2. Change the fuse."], words=6) == [
        [("It is dark.", "The fuse blew.", ""), ("", "", "1. Open it."), ("", "", "2. Change the fuse.")]
    ]
    assert grouped(["Dark", "", "a b c d e f"], words=4) == [[("Dark", "", "a b c"), ("", "", "d e f")]]
