from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from memory_services import add
from paillasse.adapters.generations.records import GenerationRecords
from paillasse.composition.bootstrap import Services
from paillasse.generations import rebuilding
from paillasse.generations.rebuilding import Rebuilt
from paillasse.ingestion.verdicts import Verdict
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig
from sample_content import content


@pytest.fixture
def stocked(services: Services) -> Services:
    """One document in the generation in use, beside an empty one of which nothing is known."""

    async def fill() -> None:
        await add(services, [content("a")])
        await services.generations.open(services.generation, 3, services.config.index_configuration)
        await services.generations.open("former", 3, "")

    asyncio.run(fill())
    return services


def test_generations_are_listed_with_what_they_hold(run: Any, stocked: Services) -> None:
    listed = {each["name"]: each for each in json.loads(run("index", "list", "--json").out)}
    assert listed[stocked.generation] == {
        "name": stocked.generation, "live": True, "documents": 1, "of": 1, "embedder": "onnx/bilingual",
    }  # fmt: skip
    assert listed["former"] == {"name": "former", "live": False, "documents": 0, "of": 1, "embedder": ""}
    lines = run("index", "list").out.splitlines()
    assert any(stocked.generation in line and "1 of 1" in line and "live" in line for line in lines)
    assert any("former" in line and "unknown" in line and "live" not in line for line in lines)


def test_a_rebuild_says_how_to_go_back(run: Any, stocked: Services) -> None:
    asyncio.run(stocked.generations.make_live("former"))
    done = run("index", "rebuild")
    assert done.code == 0
    assert f"Generation {stocked.generation} answers now." in done.out
    assert "`paillasse index rebuild former` goes back" in done.out
    assert asyncio.run(stocked.generations.live()) == stocked.generation
    assert "goes back" not in run("index", "rebuild").out
    assert run("index", "drop", "former").out.strip() == "Dropped former."
    assert "former" not in run("index", "list").out


def test_what_could_not_be_read_is_said_and_nothing_is_switched(
    run: Any, stocked: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(_services: Services, progress: Any) -> Rebuilt:
        progress("documents", 0, 1)
        progress("parse", 1, 2)
        return Rebuilt("g", 0, (Verdict("a.pdf", "failed", message="a.pdf is damaged.", hint="Fetch it."),), "")

    monkeypatch.setattr(rebuilding, "rebuild", failing)
    done = run("index", "rebuild")
    assert done.code == 1
    assert "a.pdf is damaged. Fetch it." in " ".join(done.err.split())
    assert "The former index still answers" in done.out


def test_what_is_in_use_or_unknown_is_not_dropped(run: Any, stocked: Services) -> None:
    assert "generation_in_use" in run("index", "drop", stocked.generation).err
    assert "generation_not_found" in run("index", "drop", "none").err


def test_the_configuration_of_a_generation_is_used_again(
    run: Any, stocked: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[PipelineConfig] = []

    def with_services(context: Any, _work: Any) -> Rebuilt:
        used.append(context.obj.config)
        return Rebuilt("g", 0, (), "")

    monkeypatch.setattr("paillasse.cli.manuals.index.with_services", with_services)
    kept = PipelineConfig(parsing_version=1, chunking=ChunkingConfig(max_tokens=99))
    records = GenerationRecords(tmp_path / "home" / "index")
    records.keep("kept", kept.index_configuration)
    records.keep("kept", "never replaced")
    given = tmp_path / "given.json"
    given.write_text(PipelineConfig(chunking=ChunkingConfig(max_tokens=77)).model_dump_json())

    assert run("index", "rebuild").code == 0  # nothing was made live: the shipped one
    assert run("index", "rebuild", "kept").code == 0
    assert run("index", "rebuild", "--config", given).code == 0
    records.point_to("kept")
    assert run("index", "rebuild").code == 0  # as this version reads files
    assert "generation_not_found" in run("index", "rebuild", "none").err
    current = PipelineConfig().parsing_version
    assert [(config.chunking.max_tokens, config.parsing_version) for config in used] == [
        (200, current), (99, 1), (77, current), (99, current),
    ]  # fmt: skip


def test_a_configuration_of_another_version_is_said_so(run: Any, tmp_path: Path) -> None:
    GenerationRecords(tmp_path / "home" / "index").keep("newer", '{"colour": "red"}')
    failed = run("index", "rebuild", "newer")
    assert failed.code == 1
    assert "built by another version of Paillasse" in " ".join(failed.err.split())
