"""Versions of golden sets, over a tracker in memory."""

from __future__ import annotations

import hashlib

import pytest

from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.errors.releases import DatasetNotFound
from paillasse.experiments.datasets.versions import DatasetShelf, changelog
from paillasse.experiments.datasets.writing import pointer, written
from paillasse.experiments.identity import dataset_hash
from paillasse.types.golden_case import GoldenCase


def case(name: str, question: str = "Que rincer ?") -> GoldenCase:
    return GoldenCase(
        id=name, language="fr", question=question, documents=(), must_contain=(), kind="unanswerable",
        answerable=False, cross_lingual=False,
    )  # fmt: skip


A, B = case("a"), case("b")


@pytest.fixture
def shelf() -> DatasetShelf:
    return DatasetShelf(MemoryTracker())


async def test_what_changed_is_told_from_version_to_version(shelf: DatasetShelf) -> None:
    first = await shelf.keep("reviewed", [A, B], "ada", "the first two")
    second = await shelf.keep("reviewed", [case("a", "Quand ?"), case("c")], "eve")
    assert (first.number, first.added, first.changed, first.removed) == (1, ("a", "b"), (), ())
    assert (second.number, second.added, second.changed, second.removed) == (2, ("c",), ("a",), ("b",))
    assert (second.cases, second.hash) == (2, dataset_hash([case("c"), case("a", "Quand ?")]))
    assert await shelf.versions("reviewed") == [second, first]
    told = changelog([second, first])
    assert told.startswith("# Changes of reviewed\n\n## 2 · ")
    assert "- Added: c\n- Changed: a\n- Removed: b\n" in told
    assert "the first two\n\n2 cases, kept by ada.\n" in told


async def test_the_same_cases_are_the_same_version_whatever_their_order(shelf: DatasetShelf) -> None:
    first = await shelf.keep("reviewed", [A, B], "ada")
    assert await shelf.keep("reviewed", [B, A], "eve") == first
    await shelf.keep("reviewed", [A], "ada")
    assert await shelf.keep("reviewed", [A, B], "eve") == first
    assert [each.number for each in await shelf.versions()] == [2, 1]


async def test_each_golden_set_counts_for_itself(shelf: DatasetShelf) -> None:
    await shelf.keep("reviewed", [A], "ada")
    other = await shelf.keep("samples.jsonl", [A], "ada")
    assert (other.number, other.added) == (1, ("a",))
    assert await shelf.find("samples.jsonl") == other
    assert {each.name for each in await shelf.versions()} == {"reviewed", "samples.jsonl"}


@pytest.mark.parametrize(("name", "number"), [("nobody", 0), ("reviewed", 2)])
async def test_a_version_that_is_not_there(shelf: DatasetShelf, name: str, number: int) -> None:
    await shelf.keep("reviewed", [A], "ada")
    with pytest.raises(DatasetNotFound, match=name):
        await shelf.find(name, number)


async def test_a_version_is_the_golden_set_that_it_was(shelf: DatasetShelf) -> None:
    version = await shelf.keep("reviewed", [B, A], "ada")
    text = await shelf.text(version)
    assert text == written([A, B]) == written([B, A])
    assert [GoldenCase.model_validate_json(line) for line in text.splitlines()] == [A, B]


def test_the_pointer_is_that_of_dvc() -> None:
    text = "é\n"
    assert pointer(text, "reviewed.jsonl") == (
        f"outs:\n- md5: {hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}\n"
        "  size: 3\n  hash: md5\n  path: reviewed.jsonl\n"
    )
