from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.library.revisions.alignment import align, title_key
from paillasse.library.revisions.diff import Comparison, SectionChangeKind, compare
from paillasse.library.revisions.sections import Section, SectionLine

TITLES = ["Safety", "Cleaning", "Étalonnage", "Error codes"]
TEXTS = [
    "Close the lid.",
    "Open the lid.",
    "Rinse with 5 mL of water.",
    "Rinse with 7 mL of water.",
    "Ne pas ouvrir.",
    "E-203 Imbalance",
    "Wait 30 s, then rinse with 5 mL of water.",
]

lines = st.builds(SectionLine, st.sampled_from(TEXTS), st.integers(1, 3))
sections = st.builds(
    Section,
    st.lists(st.sampled_from(TITLES), max_size=2).map(tuple),
    st.lists(lines, min_size=1, max_size=6).map(tuple),
)
manuals = st.lists(sections, max_size=8)


def section(title: str, *texts: str, page: int = 1) -> Section:
    return Section(tuple(title.split(" > ")), tuple(SectionLine(text, page) for text in texts))


def texts(manual: list[Section]) -> Counter[str]:
    return Counter(line.text for each in manual for line in each.lines)


def changed(comparison: Comparison, side: str) -> Counter[str]:
    found = (getattr(line, side) for change in comparison.changes for line in change.lines)
    return Counter(line.text for line in found if line is not None)


@given(manuals)
def test_a_manual_is_what_it_is(manual: list[Section]) -> None:
    assert compare(manual, manual) == Comparison((), len(manual))


@given(manuals, manuals)
def test_what_changed_accounts_for_every_line(old: list[Section], new: list[Section]) -> None:
    comparison = compare(old, new)
    kept = texts(old) - changed(comparison, "old")
    assert kept + changed(comparison, "old") == texts(old)
    assert kept + changed(comparison, "new") == texts(new)
    assert all(line.old or line.new for change in comparison.changes for line in change.lines)
    assert all(
        not (line.old and line.new) or line.old.text != line.new.text for c in comparison.changes for line in c.lines
    )


@given(manuals, manuals)
def test_every_section_is_in_one_change_or_in_none(old: list[Section], new: list[Section]) -> None:
    pairs = align(old, new)
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= set(range(len(old)))
    assert set(pairs.values()) <= set(range(len(new)))
    comparison = compare(old, new)
    kinds = Counter(change.kind for change in comparison.changes)
    assert kinds[SectionChangeKind.REMOVED] == len(old) - len(pairs)
    assert kinds[SectionChangeKind.ADDED] == len(new) - len(pairs)
    assert kinds[SectionChangeKind.CHANGED] + comparison.unchanged == len(pairs)


@given(manuals, manuals)
def test_lines_whose_numbers_changed_come_first(old: list[Section], new: list[Section]) -> None:
    for change in compare(old, new).changes:
        marks = [line.numbers for line in change.lines]
        assert marks == sorted(marks, reverse=True)


@given(manuals)
def test_against_nothing_all_is_new(manual: list[Section]) -> None:
    for comparison, kind in ((compare([], manual), "added"), (compare(manual, []), "removed")):
        assert [change.kind for change in comparison.changes] == [kind] * len(manual)


def test_a_changed_dose_is_seen_before_a_changed_word() -> None:
    old = [section("2 Cleaning", "Close the blue lid.", "Rinse with 5 mL of water.", "Wait.", page=7)]
    new = [section("3 Cleaning", "Close the grey lid.", "Rinse with 7 mL of water.", "Wait.", page=9)]
    [change] = compare(old, new).changes
    assert (change.kind, change.old_pages, change.new_pages) == ("changed", (7,), (9,))
    assert (change.old_path, change.new_path) == (("2 Cleaning",), ("3 Cleaning",))
    assert [(line.old and line.old.text, line.numbers) for line in change.lines] == [
        ("Rinse with 5 mL of water.", True),
        ("Close the blue lid.", False),
    ]


def test_inserted_sections_do_not_hide_the_others() -> None:
    old = [section("1 Safety", "Be careful."), section("2 Cleaning", "Rinse."), section("3 Storage", "Keep it dry.")]
    new = [
        old[0],
        section("2 Transport", "Lock it."),
        section("3 Cleaning", "Rinse."),
        section("4 Storage", "Keep it dry."),
    ]
    comparison = compare(old, new)
    assert comparison.unchanged == 3
    assert [(change.kind, change.new_path) for change in comparison.changes] == [("added", ("2 Transport",))]


def test_a_section_that_moved_or_got_another_title_is_the_same_section() -> None:
    safety, cleaning = section("Safety", "Be careful.", "Wear gloves."), section("Cleaning", "Rinse.", "Dry.")
    assert compare([safety, cleaning], [cleaning, safety]) == Comparison((), 2)
    renamed = section("Nettoyage", "Rinse.", "Dry.")
    [change] = compare([safety, cleaning], [safety, renamed]).changes
    assert (change.kind, change.lines, change.new_path) == ("changed", (), ("Nettoyage",))
    other = section("Nettoyage", "Vacuum it.", "Polish it.")
    assert [c.kind for c in compare([safety, cleaning], [safety, other]).changes] == ["removed", "added"]


def test_a_chapter_with_another_title_changes_nothing_in_its_sections() -> None:
    old, new = section("Use > Rinsing", "Rinse.", "Dry."), section("Operation > Rinsing", "Rinse.", "Dry.")
    assert compare([old], [new]) == Comparison((), 1)


def test_steps_in_another_order_are_told() -> None:
    old, new = section("Use", "Open it.", "Fill it.", "Close it."), section("Use", "Fill it.", "Open it.", "Close it.")
    [change] = compare([old], [new]).changes
    assert len(change.lines) == 2


def test_what_was_removed_stands_where_it_stood() -> None:
    old = [section(title, f"About {title}.") for title in ("A", "B", "C", "D")]
    new = [old[0], section("C", "About something else."), section("E", "New."), old[3]]
    kinds = [(c.kind, (c.new_path or c.old_path)[0]) for c in compare(old, new).changes]
    assert kinds == [("removed", "B"), ("changed", "C"), ("added", "E")]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("3.2.1 Nettoyage", "nettoyage"),
        ("Chapter 4: Error codes", "error codes"),
        ("Annexe B - Étalonnage", "etalonnage"),
        ("IV. Storage", "storage"),
        ("a) Storage", "storage"),
        ("Civil use", "civil use"),
        ("12", "12"),
        ("3.2", "3.2"),
        ("3D view", "3d view"),
        ("", ""),
    ],
)
def test_titles_are_compared_without_their_number(title: str, key: str) -> None:
    assert title_key(title) == key


@pytest.mark.parametrize("count", [2000, 6000])
def test_lines_that_repeat_take_no_time(count: int) -> None:
    def form(words: str) -> list[Section]:
        return [section("Form", *("N/A" if n % 2 else f"{words} {n} of the form" for n in range(count)))]

    began = time.process_time()
    [change] = compare(form("Field"), form("Box")).changes
    assert sum(line.old is not None for line in change.lines) >= count / 2
    assert time.process_time() - began < 2


def test_a_line_that_every_section_holds_takes_no_time() -> None:
    old = [section(f"Old {n} x", "Wear gloves.", "Wear glasses.", f"Open valve {n}.", "Close.") for n in range(3000)]
    new = [section(f"New {n} y", "Wear gloves.", "Wear glasses.", f"Open valve {n}.", "Close.") for n in range(3000)]
    began = time.process_time()
    comparison = compare(old, new)
    assert [change.lines for change in comparison.changes] == [()] * 3000
    assert time.process_time() - began < 2


def test_very_long_lines_are_compared_by_their_beginning() -> None:
    old, new = ([section("Use", *(f"{word} {n} " * 10_000 for n in range(50)))] for word in ("open", "close"))
    began = time.process_time()
    compare(old, new)
    assert time.process_time() - began < 2
