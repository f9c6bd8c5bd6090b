from __future__ import annotations

import pytest

from access_stores import memory_stores, postgres_stores
from paillasse.accounts import AccessStores
from paillasse.storage.session import Database


@pytest.fixture(params=["memory", "postgres"])
def stores(request: pytest.FixtureRequest, database: Database) -> AccessStores:
    """What keeps accounts, empty."""
    return memory_stores() if request.param == "memory" else postgres_stores(database)
