"""Another embedder over the same home: its index beside the old one, the way back, and a server that fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from embedding_server import DIMENSION, EmbeddingServer, Misbehaviour, embedding_server
from home_commands import SAMPLES, paillasse
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_services
from paillasse.errors.models import EmbedderNonsense, EmbedderRejected
from paillasse.errors.storage import EmptyIndex
from paillasse.ingestion import embedding
from paillasse.pipeline_config import EmbedderConfig, PipelineConfig
from paillasse.settings import Settings
from paillasse.types.answers import Answer, Outcome
from paillasse.types.ingestion import IngestionState
from paillasse.types.questions import Query, Scope
from pdf_files import drawn_pdf

LOCAL = PipelineConfig()
REMOTE = PipelineConfig(
    embedder=EmbedderConfig(
        provider="ollama", name="m", dimension=DIMENSION, max_tokens=512, languages=("en",), passage_prefix="passage: "
    )
)
QUESTION = Query("At which line voltage does the Quivane 96 work?")


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with embedding_server() as running:
        yield running


@pytest.fixture
def settings(home: Path, server: EmbeddingServer) -> Settings:
    return Settings(_env_file=None, home=home, threads=1, ollama_url=server.url)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return drawn_pdf(tmp_path / "note.pdf", lambda canvas: canvas.drawString(50, 200, "Wipe the rotor every week."))


MANUAL = SAMPLES / "quivane_96_thermocycler_en.pdf"


async def ingest(services: Services, *files: Path) -> list[str]:
    verdicts = [await services.pipeline.ingest(file, "default", lambda *_: None) for file in files]
    return [verdict.state for verdict in verdicts]


async def ask(services: Services) -> Answer:
    return await (await services.answerer(Scope())).answer(QUESTION)


async def agree(services: Services, elsewhere: int = 0) -> bool:
    report = await services.reconcile(repair=True)
    return (report.differences, report.repaired, len(report.elsewhere)) == (0, 0, elsewhere)


async def test_a_new_generation_stands_beside_the_old_one_and_the_way_back_is_open(
    settings: Settings, note: Path, server: EmbeddingServer
) -> None:
    async with open_services(settings, LOCAL) as services:
        assert await ingest(services, MANUAL, note) == ["ingested", "ingested"]
        old_points = await services.index.chunk_ids()
        old_answer = await ask(services)
    assert old_answer.outcome is Outcome.ANSWERED

    async with open_services(settings, REMOTE) as services:
        with pytest.raises(EmptyIndex, match="2 documents were ingested with another configuration"):
            await services.answerer(Scope())
        assert await agree(services, elsewhere=2)
        assert await ingest(services, MANUAL) == ["ingested"]
        answer = await ask(services)
        assert [notice for notice in answer.notices if "(1)" in notice and "another configuration" in notice]
        assert await agree(services, elsewhere=1)
        assert await ingest(services, MANUAL, note) == ["unchanged", "ingested"]
        answer = await ask(services)
        assert (answer.outcome, answer.notices) == (Outcome.ANSWERED, ())
        assert {lane for hit in answer.trace["hits"] for lane in hit["lanes"]} <= {"dense", "bm25", "code"}
        assert await agree(services)
    assert len([path for path in settings.index_dir.iterdir() if path.is_dir()]) == 2
    assert all(text.startswith("passage: ") or "Quivane 96 work" in text for text in server.texts())

    async with open_services(settings, LOCAL) as services:
        assert await services.index.chunk_ids() == old_points
        answer = await ask(services)
        assert [claim.text for claim in answer.claims] == [claim.text for claim in old_answer.claims]
        assert await ingest(services, MANUAL, note) == ["unchanged", "unchanged"]
        assert await agree(services)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [(Misbehaviour(401), EmbedderRejected), (Misbehaviour(body=b'{"embeddings": [[1]]}'), EmbedderNonsense)],
)
async def test_a_server_that_fails_in_the_middle_leaves_nothing_half(
    settings: Settings, note: Path, server: EmbeddingServer, wrong: Misbehaviour, error: type[Exception]
) -> None:
    async with open_services(settings, REMOTE) as services:
        assert await ingest(services, note) == ["ingested"]
        server.next.extend([Misbehaviour(), wrong])
        with pytest.raises(error):
            await ingest(services, MANUAL)
        assert [d.filename for d in await services.documents.list()] == [note.name]
        [failed] = [r for r in await services.journal.list() if r.state is not IngestionState.DONE]
        assert (failed.state, failed.filename) == (IngestionState.FAILED, MANUAL.name)
        assert failed.error_code == error.code
        assert await agree(services)
        assert await ingest(services, note, MANUAL) == ["unchanged", "ingested"]
        assert await agree(services)


async def test_a_server_that_is_busy_for_a_moment_does_not_end_the_run(
    settings: Settings, note: Path, server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "_PAUSES", (0.01, 0.01))
    server.next.extend([Misbehaviour(503), Misbehaviour(429, {"retry-after": "0"})])
    async with open_services(settings, REMOTE) as services:
        assert await ingest(services, note) == ["ingested"]
        server.next.append(Misbehaviour(429, {"retry-after": "0"}))
        asked = len(server.requests)
        with pytest.raises(Exception, match="asks to wait"):
            await ask(services)  # a question is asked once
        assert len(server.requests) <= asked + 1


def test_the_command_says_what_is_wrong_and_goes_on_later(home: Path, note: Path, server: EmbeddingServer) -> None:
    config = home / "config.json"
    config.write_text(REMOTE.model_dump_json())
    here = {"PAILLASSE_OLLAMA_URL": server.url, "PAILLASSE_CONFIG": str(config)}
    server.next.append(Misbehaviour(404))

    failed = paillasse(home, "ingest", note, **here)
    assert failed.returncode == 1
    assert "ollama pull" in " ".join(failed.stderr.split())
    assert paillasse(home, "ingest", note, **here).returncode == 0
    assert paillasse(home, "ask", "How often is the rotor wiped?", **here).returncode in (0, 3)
    down = paillasse(home, "ask", "How often is the rotor wiped?", **here | {"PAILLASSE_OLLAMA_URL": "http://[::1]:9"})
    assert down.returncode == 1
    assert "cannot be reached" in " ".join(down.stderr.split())
