from __future__ import annotations

from collections.abc import Iterator

import pytest

from access_stores import memory_stores, postgres_stores
from exchanges import HistoryStores, memory_history, postgres_history
from paillasse.composition.accounts import AccessStores
from paillasse.storage.session import Database
from qdrant_over_http import QdrantOverHttp, qdrant_over_http


@pytest.fixture(params=["memory", "postgres"])
def stores(request: pytest.FixtureRequest, database: Database) -> AccessStores:
    """What keeps accounts, empty."""
    return memory_stores() if request.param == "memory" else postgres_stores(database)


@pytest.fixture(params=["memory", "postgres"])
def histories(request: pytest.FixtureRequest, database: Database) -> HistoryStores:
    """What keeps history, empty."""
    return memory_history() if request.param == "memory" else postgres_history(database)


@pytest.fixture(scope="session")
def qdrant() -> Iterator[QdrantOverHttp]:
    """What the client of the Qdrant server speaks to; the suites clear up what they make."""
    with qdrant_over_http() as served:
        yield served
