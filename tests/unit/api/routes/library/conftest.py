from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio

from memory_services import SAMPLES, add, ingest_samples, memory_services
from paillasse.access.types import Role
from paillasse.adapters.memory.documents import MemoryDocumentStore
from paillasse.types.documents import DocumentContent
from service_bench import ServiceBench


@pytest_asyncio.fixture(scope="session")
async def sample(tmp_path_factory: pytest.TempPathFactory) -> DocumentContent:
    """A sample manual, read once for all tests."""
    services = memory_services(Path(tmp_path_factory.mktemp("sample")))
    await ingest_samples(services, SAMPLES[:1])
    assert isinstance(services.documents, MemoryDocumentStore)
    [content] = services.documents.contents.values()
    return content


@pytest.fixture
async def shelf(bench: ServiceBench, sample: DocumentContent) -> ServiceBench:
    """One sample manual, a technician, an expert, and an expert of another collection."""
    bench.services.stores.files.put(SAMPLES[0], sample.document.sha256)
    await add(bench.services, [sample])
    await bench.user("tech")
    await bench.user("expert", Role.EXPERT)
    await bench.user("stranger", Role.EXPERT, ("elsewhere",))
    return bench


@pytest.fixture
def manual(shelf: ServiceBench, sample: DocumentContent) -> str:
    """Its path."""
    return f"/api/v1/documents/{sample.document.id}"
