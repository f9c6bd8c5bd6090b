"""A person's first session with the real command: one manual, and questions asked in every kind of terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from pydantic import TypeAdapter

from home_commands import SAMPLES, paillasse, servers
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_services
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import DiskFull, EmptyIndex
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig
from paillasse.settings import Settings
from paillasse.types.answers import Answer
from paillasse.types.ingestion import IngestionState
from paillasse.types.questions import Scope
from pdf_files import drawn_pdf

MANUAL = SAMPLES / "quivane_96_thermocycler_en.pdf"


@pytest.fixture(scope="module")
def stocked(settle: Callable[[Path], Path]) -> Iterator[Path]:
    """A home with one manual; its path has what paths may have."""
    with TemporaryDirectory(prefix="paillasse-test-") as directory:
        home = settle(Path(directory) / "mon labo [été]")
        done = paillasse(home, "ingest", MANUAL, "--json", Path(directory) / "out.json")
        assert done.returncode == 0, done.stderr
        assert "1 ingested" in done.stdout
        assert json.loads((Path(directory) / "out.json").read_text())["files"][0]["pages"] == 18
        yield home


def test_answered_as_json_and_only_json(stocked: Path) -> None:
    done = paillasse(stocked, "ask", "What does error E04 mean?", "--json", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode in (0, 3)
    answer = TypeAdapter(Answer).validate_json(done.stdout)
    assert (done.returncode == 0) == bool(answer.claims)
    assert done.stderr == ""


def test_refused(stocked: Path) -> None:
    done = paillasse(stocked, "ask", "What does error 777 mean?")
    assert done.returncode == 3
    assert "777" in done.stdout


@pytest.mark.parametrize(
    "terminal",
    [
        {"NO_COLOR": "1"},
        {"COLUMNS": "24"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=lambda terminal: next(iter(terminal)) + "=" + next(iter(terminal.values())),
)
def test_terminals(stocked: Path, terminal: dict[str, str]) -> None:
    question = "À quelle température régler le couvercle chauffant ?"
    done = paillasse(stocked, "ask", question, "--explain", **terminal)
    assert done.returncode in (0, 3), done.stderr
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "Why this answer" in " ".join(done.stdout.split())
    assert servers(stocked) == []


async def opened(home: Path, config: PipelineConfig | None = None) -> Services:
    async with open_services(Settings(home=home, threads=1), config or PipelineConfig()) as services:
        return services


async def test_a_configuration_that_reads_another_index_says_so(stocked: Path) -> None:
    config = PipelineConfig(chunking=ChunkingConfig(max_tokens=100))
    async with open_services(Settings(home=stocked, threads=1), config) as services:
        with pytest.raises(EmptyIndex, match="another configuration"):
            await services.answerer(Scope())
    with pytest.raises(InvalidConfiguration, match=r"max_tokens is 300; .* reads 256"):
        await opened(stocked, PipelineConfig(chunking=ChunkingConfig(max_tokens=300)))
    assert servers(stocked) == []


async def test_a_full_disk_leaves_nothing_half(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (
        drawn_pdf(tmp_path / f"{n}.pdf", lambda canvas, n=n: canvas.drawString(50, 200, f"Wipe rotor {n} every week."))
        for n in "ab"
    )
    settings = Settings(home=home, threads=1)
    async with open_services(settings, PipelineConfig()) as services:
        assert (await services.pipeline.ingest(first, "default", lambda *_: None)).state == "ingested"
        with monkeypatch.context() as full:
            full.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
            with pytest.raises(DiskFull):
                await services.pipeline.ingest(second, "default", lambda *_: None)
    async with open_services(settings, PipelineConfig()) as services:
        assert [d.filename for d in await services.documents.list()] == ["a.pdf"]
        assert IngestionState.RUNNING in {r.state for r in await services.journal.list()}
        report = await services.reconcile(repair=True)
        assert (report.differences, report.repaired) == (0, 1)
        assert (await services.pipeline.ingest(second, "default", lambda *_: None)).state == "ingested"
        assert (await services.reconcile(repair=False)).differences == 0
        assert {r.state for r in await services.journal.list()} == {IngestionState.DONE}


async def test_points_that_were_lost_are_computed_again(home: Path, tmp_path: Path) -> None:
    manual = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(50, 200, "Wipe the rotor every week."))
    async with open_services(Settings(home=home, threads=1), PipelineConfig()) as services:
        verdict = await services.pipeline.ingest(manual, "default", lambda *_: None)
        await services.index.delete_documents([verdict.document_id])
        assert (await services.reconcile(repair=False)).differences == verdict.chunks
        assert (await services.reconcile(repair=True)).repaired == verdict.chunks
