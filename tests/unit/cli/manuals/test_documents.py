from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from memory_services import add
from paillasse.composition.bootstrap import Services
from paillasse.types.documents import DocumentContent
from paillasse.types.ingestion import IngestionRecord, IngestionState
from sample_content import content


@pytest.fixture
def shelf(services: Services) -> Services:
    """Two documents whose ids begin alike; both files are named alike in two collections, and one file failed."""
    first, second = content("a"), content("b", collection="lab")
    same = replace(second.document, filename="a.pdf")
    asyncio.run(add(services, [first, replace(second, document=same)]))
    note(services, "x" * 64, "bad.pdf", IngestionState.FAILED)
    note(services, first.document.sha256, "a.pdf", IngestionState.DONE)
    return services


def note(services: Services, sha256: str, name: str, state: IngestionState) -> None:
    record = IngestionRecord(sha256, name, "default", state, datetime(2026, 1, 2, tzinfo=UTC), error_message="Bad.")
    asyncio.run(services.journal.record(record))


def ids(services: Services) -> list[str]:
    return [d.id for d in asyncio.run(services.documents.list())]


def test_an_empty_shelf(run: Any, services: Services) -> None:
    assert "No document yet" in run("documents", "list").out
    assert json.loads(run("documents", "list", "--json").out) == []


def test_list(run: Any, shelf: Services) -> None:
    done = run("documents", "list")
    assert done.code == 0
    assert done.out.count("a.pdf") == 2
    assert "✗ Bad." in done.out
    assert [d["id"] for d in json.loads(run("documents", "list", "--json").out)] == ["document-a", "document-b"]


@pytest.mark.parametrize("which", ["document-a", "document-a"[:10]])
def test_show_by_id_and_its_beginning(run: Any, shelf: Services, which: str) -> None:
    assert "Manuel a" in run("documents", "show", which).out
    assert json.loads(run("documents", "show", which, "--json").out)["metadata"]["title"] == "Manuel a"


@pytest.mark.parametrize(
    ("which", "code"),
    [
        ("document-", "ambiguous_document"),
        ("a.pdf", "ambiguous_document"),
        ("z", "document_not_found"),
        ("", "document_not_found"),
        ("[/]", "document_not_found"),
    ],
)
def test_show_what_is_not_one_document(run: Any, shelf: Services, which: str, code: str) -> None:
    for command in (("show",), ("edit", "--title", "x"), ("remove", "--yes")):
        done = run("documents", *command, which)
        assert (done.code, done.out) == (1, "")
        assert code in done.err
    assert ids(shelf) == ["document-a", "document-b"]


def test_an_ambiguous_name_lists_the_ids(run: Any, shelf: Services) -> None:
    assert "fits 2 documents: document-a, document-b." in run("documents", "show", "a.pdf").err


def test_edit(run: Any, shelf: Services) -> None:
    options = "--title T --manufacturer M --equipment E1 --equipment E2 --kind sop --language de --revision 3"
    done = run("documents", "edit", "document-a", *options.split(), "--date", "2026-02-03")
    assert (done.code, "100% sure" in done.out) == (0, True)
    found = json.loads(run("documents", "show", "document-a", "--json").out)["metadata"]
    assert found["title"] == "T"
    assert found["manufacturer"] == "M"
    assert found["equipment"] == ["E1", "E2"]
    assert (found["kind"], found["revision"], found["effective_date"]) == ("sop", "3", "2026-02-03")
    assert (found["language"], found["languages"]) == ("de", ["de"])
    assert set(found["confidence"].values()) == {1.0}
    run("documents", "edit", "document-a", "--language", "de", "--title", "U")
    found = json.loads(run("documents", "show", "document-a", "--json").out)["metadata"]
    assert (found["title"], found["languages"]) == ("U", ["de"])


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--title", " "),
        ("--language", "french"),
        ("--language", "FR"),
        ("--kind", "poem"),
        ("--date", "tomorrow"),
    ],
)
def test_edits_that_make_no_sense(run: Any, shelf: Services, options: tuple[str, ...]) -> None:
    done = run("documents", "edit", "document-a", *options)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_remove(run: Any, shelf: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert run("documents", "remove", "document-a", "--yes").out == "Removed “Manuel a”.\n"
    assert ids(shelf) == ["document-b"]
    assert "document-a" not in asyncio.run(shelf.index.chunk_ids())
    assert [r.filename for r in asyncio.run(shelf.journal.list())] == ["bad.pdf"]


@pytest.mark.parametrize(("said", "left"), [(True, 1), (False, 2)])
def test_remove_asks_first(run: Any, shelf: Services, monkeypatch: pytest.MonkeyPatch, said: bool, left: int) -> None:
    asked: list[str] = []

    def confirm(text: str, *, abort: bool) -> None:
        asked.append(text)
        if not said and abort:
            raise typer.Abort

    import typer  # noqa: PLC0415

    monkeypatch.setattr("paillasse.cli.manuals.documents.typer.confirm", confirm)
    run("documents", "remove", "document-b")
    assert asked == ["Remove “Manuel b” (a.pdf)?"]
    assert len(ids(shelf)) == left


def test_a_file_that_another_collection_holds_is_kept(run: Any, shelf: Services, tmp_path: Any) -> None:
    twin: DocumentContent = content("c", collection="lab")
    asyncio.run(add(shelf, [replace(twin, document=replace(twin.document, sha256="a" * 64))]))
    source = tmp_path / "home" / "files" / f"{'a' * 64}.pdf"
    source.write_text("a")
    run("documents", "remove", "--yes", "document-a")
    assert source.exists()
    run("documents", "remove", "--yes", "document-c")
    assert not source.exists()


def test_a_failed_file_is_forgotten(run: Any, shelf: Services) -> None:
    assert run("documents", "remove", "bad.pdf").out == "Forgot “bad.pdf”.\n"
    assert "Bad." not in run("documents", "list").out
    assert run("documents", "remove", "--yes", "bad.pdf").code == 1
