from __future__ import annotations

import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from memory_services import add
from paillasse.adapters.tracing import otlp
from paillasse.adapters.tracing.opening import open_spans
from paillasse.errors.manuals import DamagedPdf
from paillasse.ingestion.verdicts import Verdict
from paillasse.instrumented.ingestion import MeasuredIngestion
from paillasse.instrumented.language_models import MeasuredModel
from paillasse.monitoring.metrics import Metrics
from paillasse.monitoring.spans import NO_SPANS, Kind
from paillasse.protocols.language_model import ModelPiece, ModelRequest
from paillasse.protocols.progress import Progress
from sample_content import content
from service_bench import ServiceBench
from trace_collector import Collector, collecting

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting() as listening:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", listening.url)
        yield listening


@pytest_asyncio.fixture
async def bench(tmp_path: Path, collector: Collector) -> AsyncIterator[ServiceBench]:
    async with open_spans() as spans:
        made = ServiceBench(tmp_path, spans=spans)
        await made.user("marie")
        await add(made.services, [content("a")])
        yield made


async def test_a_question_is_told_with_its_stages_and_none_of_its_words(
    bench: ServiceBench, collector: Collector
) -> None:
    async with bench.client("marie") as client:
        headers = {"traceparent": CALLER, "X-Request-ID": "request-0001"}
        asked = await client.post("/api/v1/ask", json={"question": "Who opens the lid?"}, headers=headers)
        await client.get("/livez")
    spans: Any = bench.service.spans
    spans.close()
    assert asked.is_success
    assert collector.parent("ask") == "POST /api/v1/ask"
    assert collector.parent("retrieve") == "ask"
    request = collector.spans["POST /api/v1/ask"]
    assert request.trace_id.hex() == CALLER.split("-")[1] == collector.spans["retrieve"].trace_id.hex()
    assert collector.attributes("POST /api/v1/ask") == {
        "http.request.method": "POST",
        "http.route": "/api/v1/ask",
        "http.response.status_code": "200",
        "paillasse.request_id": "request-0001",
    }
    assert collector.attributes("ask")["paillasse.trace_id"] == asked.json()["answer"]["trace_id"]
    assert not {"GET /livez", "total"} & collector.spans.keys()
    sent = b"".join(collector.bodies)
    assert b"paillasse" in sent
    assert not any(word in sent for word in (b"lid", b"marie", b"127.0.0.1"))


async def test_what_fails_says_with_which_code(collector: Collector) -> None:
    async with open_spans() as spans:
        for name, error in (("ours", DamagedPdf("lid.pdf")), ("other", ZeroDivisionError())):
            with pytest.raises(type(error)), spans.open(name, Kind.INTERNAL, {}):
                raise error
    assert [collector.attributes(name)["error.type"] for name in ("ours", "other")] == ["damaged_pdf", "defect"]
    assert b"lid.pdf" not in b"".join(collector.bodies)


async def test_a_collector_that_is_away_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(otlp, "_CLOSE_SECONDS", 0.1)
    began = time.monotonic()
    async with open_spans() as spans:
        with spans.open("ask", Kind.INTERNAL, {}):
            pass
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
async def test_nothing_is_sent_unasked(told: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    async with open_spans() as spans:
        assert spans is NO_SPANS


async def test_without_the_extra_the_log_says_what_to_install(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "paillasse.adapters.tracing.otlp", None)
    async with open_spans() as spans:
        assert spans is NO_SPANS
    assert "paillasse[tracing]" in caplog.text
    assert collector.bodies == []


class Model:
    name = "openai/meta/llama"

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        yield ModelPiece(f"not {request.user}", 100, 7, complete=True)

    async def close(self) -> None:
        """Nothing."""


class Reading:
    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        del collection, progress
        return Verdict(path.name, "failed", error="damaged_pdf", stages={"parse": 2.0, "embed": 0.5})


async def test_calls_of_language_models_and_files_are_told_too(collector: Collector) -> None:
    figures = Metrics()
    async with open_spans() as spans:
        model = MeasuredModel(Model(), figures.models, spans)
        assert [piece async for piece in model.stream(ModelRequest("be brief", "Who opens the lid?"))]
        reading = MeasuredIngestion(Reading(), figures.ingestion, spans)
        await reading.ingest(Path("lid.pdf"), "default", lambda *_: None)
    assert collector.attributes("chat meta/llama") == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "meta/llama",
        "gen_ai.usage.input_tokens": "100",
        "gen_ai.usage.output_tokens": "7",
    }
    assert collector.attributes("ingest")["error.type"] == "damaged_pdf"
    parse, embed = (collector.spans[stage] for stage in ("parse", "embed"))
    assert parse.end_time_unix_nano - parse.start_time_unix_nano == 2_000_000_000
    assert embed.start_time_unix_nano == parse.end_time_unix_nano
    assert b"lid" not in b"".join(collector.bodies)
