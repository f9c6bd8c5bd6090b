"""Commands in a home that a server holds: they give what they give without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from home_commands import SAMPLES, paillasse
from serving import serving

MANUAL = SAMPLES / "cyclane_r416_centrifugeuse_fr.pdf"
QUESTION = ("ask", "Que veut dire l'erreur E-203 ?")


def json_of(home: Path, *arguments: object) -> Any:
    done = paillasse(home, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ingest(home: Path, folder: Path) -> None:
    broken, report = folder / "broken.pdf", folder / "report.json"
    broken.write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    done = paillasse(home, "ingest", MANUAL, broken, "--json", report)
    assert done.returncode == 1, done.stderr
    assert "1 ingested, 0 already there, 1 failed." in done.stdout
    verdicts = {Path(v["path"]).name: v for v in json.loads(report.read_text())["files"]}
    assert (verdicts[MANUAL.name]["state"], verdicts["broken.pdf"]["error"]) == ("ingested", "damaged_pdf")
    assert "0 ingested, 1 already there" in paillasse(home, "ingest", MANUAL).stdout
    assert {job["state"] for job in json_of(home, "jobs", "list")} == {"done", "failed"}


def test_ingest_ask_and_documents(home: Path, tmp_path: Path) -> None:
    with serving(home):
        ingest(home, tmp_path)
        edited = paillasse(home, "documents", "edit", MANUAL.name, "--title", "Un autre titre")
        assert "Un autre titre" in edited.stdout, edited.stderr
        assert "Un autre titre" in paillasse(home, "documents", "show", MANUAL.name).stdout
        unknown = paillasse(home, "documents", "show", "nothing")
        assert (unknown.returncode, "document_not_found" in unknown.stderr) == (1, True)
        odd = paillasse(home, "documents", "edit", MANUAL.name, "--language", "french")
        assert (odd.returncode, "A language is two letters" in odd.stderr) == (2, True)
        answer, shown, listed = json_of(home, *QUESTION), paillasse(home, *QUESTION), json_of(home, "documents", "list")
        elsewhere = paillasse(home, *QUESTION, "--collection", "elsewhere")
        assert (elsewhere.returncode, "empty_index" in elsewhere.stderr) == (1, True)
        config = tmp_path / "config.json"
        config.write_text("{}")
        configured = paillasse(home, *QUESTION, "--config", config)
        assert (configured.returncode, "home_in_use" in configured.stderr) == (1, True)

    alone = json_of(home, *QUESTION)
    for name in ("claims", "warnings", "outcome", "language", "config_hash", "citations"):
        assert answer[name] == alone[name], name
    assert answer["trace"].keys() - {"generation", "release", "cached"} == alone["trace"].keys()
    assert shown.stdout == paillasse(home, *QUESTION).stdout
    for one, other in zip(listed, json_of(home, "documents", "list"), strict=True):
        assert {k: v for k, v in one.items() if v != other[k]} == {"config_hash": ""}

    with serving(home):
        removed = paillasse(home, "documents", "remove", MANUAL.name, "--yes")
        assert "Removed" in removed.stdout, removed.stderr
        assert json_of(home, "documents", "list") == []
