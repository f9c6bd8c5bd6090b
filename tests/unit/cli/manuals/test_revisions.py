from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from memory_services import add
from paillasse.cli.views.revisions import comparison_view
from paillasse.cli.views.terminal import guarded_console
from paillasse.composition.bootstrap import Services
from paillasse.library.revisions.diff import compare
from paillasse.library.revisions.sections import Section, SectionLine
from sample_content import content


@pytest.fixture
def editions(services: Services) -> Services:
    new = content("b", collection="lab")
    fixed = replace(new.chunks[1], lines=(replace(new.chunks[1].lines[0], text="Retirez les 2 rotors."),))
    new = replace(new, chunks=(new.chunks[0], fixed, *new.chunks[2:]))
    asyncio.run(add(services, [content("a", collection="lab"), new, content("c")]))
    return services


def current(services: Services) -> list[str]:
    return [entry.id[-1] for entry in asyncio.run(services.documents.catalogue()) if entry.current]


def test_a_revision_is_superseded_and_reinstated(run: Any, editions: Services) -> None:
    done = run("documents", "supersede", "a.pdf", "document-b", "--yes")
    assert (done.code, done.out) == (0, "“Manuel a” (a.pdf) answers no more; “Manuel b” (b.pdf) does.\n")
    assert current(editions) == ["b", "c"]
    assert run("documents", "supersede", "a.pdf", "b.pdf", "--yes").code == 1
    assert run("documents", "reinstate", "document-a").out == "“Manuel a” answers again.\n"
    assert current(editions) == ["a", "b", "c"]
    assert "revision_conflict" in run("documents", "reinstate", "a.pdf").err


def test_it_asks_first(run: Any, editions: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def confirm(text: str, *, abort: bool) -> None:
        asked.append(text)
        if abort:
            raise typer.Abort

    import typer  # noqa: PLC0415

    monkeypatch.setattr("paillasse.cli.manuals.revisions.typer.confirm", confirm)
    assert run("documents", "supersede", "a.pdf", "b.pdf").code == 1
    assert asked == ["Replace “Manuel a” (a.pdf) by “Manuel b” (b.pdf)?"]
    assert current(editions) == ["a", "b", "c"]


def test_documents_of_two_collections_are_not_put_in_order(run: Any, editions: Services) -> None:
    done = run("documents", "supersede", "a.pdf", "c.pdf", "--yes")
    assert (done.code, "different collections" in done.err) == (1, True)


def test_what_changed(run: Any, editions: Services) -> None:
    done = run("documents", "diff", "a.pdf", "b.pdf")
    assert done.code == 0
    assert "~ Entretien  p. 1 → p. 1" in done.out
    assert "- Retirez le rotor." in done.out
    assert "+ Retirez les 2 rotors." in done.out
    assert "1 sections changed, 1 say the same." in done.out
    told = json.loads(run("documents", "diff", "a.pdf", "b.pdf", "--json").out)
    assert told["unchanged"] == 1
    assert told["changes"][0]["lines"][0]["new"] == {"text": "Retirez les 2 rotors.", "page": 1}
    assert "document_not_found" in run("documents", "diff", "a.pdf", "z.pdf").err


def test_a_page_of_changes(capsys: pytest.CaptureFixture[str]) -> None:
    old = [
        Section(("Use",), (SectionLine("Wait.", 1),)),
        Section((), (SectionLine("Gone.", 2), SectionLine("Too.", 4))),
    ]
    new = [
        Section(("Use",), (SectionLine("Wait.", 1), SectionLine("Close.", 2))),
        Section(("New",), (SectionLine("x", 3),)),
    ]
    guarded_console().print(comparison_view(compare(old, new)))
    assert capsys.readouterr().out.split("\n")[:-1] == [
        "~ Use  p. 1 → pp. 1-2",
        "    + Close.",
        "- Before the first heading  pp. 2-4",
        "+ New  p. 3",
        "3 sections changed, 0 say the same.",
    ]
