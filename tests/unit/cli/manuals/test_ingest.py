from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from object_stores import TOKEN, object_store
from paillasse.adapters.manual_sources.google_storage import GoogleStorage
from paillasse.cli.manuals.ingest import find_files
from paillasse.composition.bootstrap import Services
from pdf_files import drawn_pdf

KEYS = {"path", "state", "sha256", "document_id", "title", "pages", "chunks", "seconds", "stages", "status"} | {
    "error",
    "message",
    "hint",
}


def manual(path: Path, text: str = "Wipe the rotor every week.") -> Path:
    return drawn_pdf(path, lambda canvas: canvas.drawString(50, 200, text))


def test_files_as_given_and_manuals_of_folders(tmp_path: Path) -> None:
    files = "b.pdf a.PDF sub/c.docx .hidden.pdf ~$c.docx note.odt d.pdf/e.html f.md g.png"
    for name in files.split():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_files([tmp_path / "note.odt", tmp_path, tmp_path / "b.pdf", tmp_path / "missing.pdf"])
    names = [str(path.relative_to(tmp_path)) for path in found]
    assert names == ["note.odt", "a.PDF", "b.pdf", "d.pdf/e.html", "f.md", "sub/c.docx", "missing.pdf"]


def test_every_file_gets_its_verdict(run: Any, services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = manual(folder / "[b]good.pdf")
    (folder / "twin.pdf").write_bytes(good.read_bytes())
    drawn_pdf(folder / "locked.pdf", lambda canvas: canvas.showPage(), encrypt="secret")
    (folder / "cut.pdf").write_bytes(good.read_bytes()[:300])
    (folder / "empty.pdf").touch()
    (folder / "text.pdf").write_text("not a PDF")
    misnamed = manual(folder / "manual.doc", "Another text.")
    done = run("ingest", folder, misnamed, folder / "gone.pdf", "--json", tmp_path / "out.json")
    assert done.code == 1
    assert "2 ingested, 1 already there, 5 failed." in done.out
    files = {Path(f["path"]).name: f for f in json.loads((tmp_path / "out.json").read_text())["files"]}
    assert all(f.keys() == KEYS for f in files.values())
    assert {name: f["error"] for name, f in files.items() if f["state"] == "failed"} == {
        "locked.pdf": "encrypted_pdf",
        "cut.pdf": "damaged_pdf",
        "empty.pdf": "empty_document",
        "text.pdf": "unsupported_format",
        "gone.pdf": "unreadable_file",
    }
    fine = files[good.name]
    assert (fine["state"], fine["pages"], fine["error"]) == ("ingested", 1, "")
    assert fine["chunks"] >= 1
    assert fine["seconds"] >= sum(fine["stages"].values()) > 0
    assert files["twin.pdf"]["state"] == "unchanged"
    assert files["twin.pdf"]["document_id"] == fine["document_id"]
    assert files["manual.doc"]["state"] == "ingested"
    flat = "".join(done.err.split())  # a path longer than the terminal is broken anywhere
    wrong = [f for f in files.values() if f["state"] == "failed"]
    assert flat.count("✗") == len(wrong) == 5
    assert all("".join(f"✗{f['message']}{f['hint']}".split()) in flat for f in wrong)
    assert "\x1b" not in done.out + done.err
    listed = run("documents", "list").out
    assert "locked.pdf" in listed
    again = run("ingest", folder / "twin.pdf")
    assert (again.code, again.out) == (0, "0 ingested, 1 already there, 0 failed.\n")


def test_a_document_to_look_at_is_pointed_out(run: Any, services: Services, tmp_path: Path) -> None:
    scan = Image.new("RGB", (40, 30), "grey")
    path = drawn_pdf(tmp_path / "scan.pdf", lambda canvas: canvas.drawInlineImage(scan, 0, 0, 400, 300))
    done = run("ingest", path, "--collection", "lab")
    (document,) = json.loads(run("documents", "list", "--json").out)
    assert document["collection"] == "lab"
    assert document["status"] == "needs_review"
    assert f"paillasse documents show {document['id'][:8]}" in " ".join(done.out.split())


def test_what_is_new_in_a_bucket_is_fetched_beside_files(
    run: Any, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def shown() -> str:
        return TOKEN

    own = manual(tmp_path / "own.pdf", "Close the lid.")
    with object_store("google") as objects:
        monkeypatch.setattr(
            "paillasse.sources.fetching.open_source",
            lambda _address: GoogleStorage("manuals", "lab/", shown, objects.url),
        )
        objects.put("lab/rotor.pdf", manual(tmp_path / "x.pdf").read_bytes())
        objects.put("lab/broken.pdf", b"%PDF-1.7 and no more")
        done = run("ingest", own, "gs://manuals/lab/", "--json", tmp_path / "out.json")
        again = run("ingest", "gs://manuals/lab/")
        objects.content.clear()
        emptied = run("ingest", "gs://manuals/lab/")

    files = json.loads((tmp_path / "out.json").read_text())["files"]
    assert {f["path"]: f["state"] for f in files} == {
        str(own): "ingested",
        "gs://manuals/lab/broken.pdf": "failed",
        "gs://manuals/lab/rotor.pdf": "ingested",
    }
    assert done.code == 1
    assert {d["filename"] for d in json.loads(run("documents", "list", "--json").out)} >= {"own.pdf", "rotor.pdf"}
    assert again.out == "0 ingested, 1 already there, 1 failed.\n"
    assert (emptied.code, emptied.out) == (0, "0 ingested, 0 already there, 0 failed.\n")


def test_nothing_to_ingest(run: Any, services: Services, tmp_path: Path) -> None:
    (tmp_path / "[" / "b]").mkdir(parents=True)
    done = run("ingest", tmp_path / "[" / "b]")
    assert (done.code, done.out) == (2, "")
    assert "No manual found" in done.err


@pytest.mark.parametrize("where", ["missing/out.json", "."])
def test_a_report_that_cannot_be_written_is_refused_before_the_work(
    run: Any, services: Services, tmp_path: Path, where: str
) -> None:
    done = run("ingest", manual(tmp_path / "a.pdf"), "--json", where)
    assert done.code == 2
    assert "Cannot write" in done.err
    assert json.loads(run("documents", "list", "--json").out) == []


def test_names_that_are_no_text(run: Any, services: Services, tmp_path: Path) -> None:
    path = manual(tmp_path / "caf\udce9.pdf")
    done = run("ingest", path, "--json", tmp_path / "out.json")
    assert done.code == 0
    (file,) = json.loads((tmp_path / "out.json").read_text())["files"]
    assert file["path"] == str(path)
    assert "caf\ufffd.pdf" in run("documents", "list").out
    assert run("documents", "list", "--json").code == 0


def test_hostile_file_names_never_reach_the_terminal_raw(run: Any, services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    manual(folder / "pump\x1b[31m \u202e P7.pdf")
    (folder / "broken\x1b]0;title\x07.pdf").write_text("not a PDF")
    printed = [run("ingest", folder), run("documents", "list"), run("ingest", tmp_path / "none\x1b[2J")]
    printed.append(run("documents", "show", next(iter(asyncio.run(services.documents.list()))).id))
    printed.append(run("documents", "show", "none\x1b[2J"))
    printed.append(run("documents", "remove", "broken\x1b]0;title\x07.pdf", "--yes"))
    for done in printed:
        assert not {"\x1b", "\x07", "\u202e"} & set(done.out + done.err)
    assert "pump [31m" in printed[1].out
    assert "broken ]0;title .pdf" in printed[1].out
