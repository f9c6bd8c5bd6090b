from __future__ import annotations

from pathlib import Path

import pytest

from access_stores import NOW, Clock, access, memory_stores
from paillasse.composition.accounts import Access, AccessStores


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def stores() -> AccessStores:
    return memory_stores()


@pytest.fixture
def everything(stores: AccessStores, clock: Clock, tmp_path: Path) -> Access:
    """Accounts in memory, empty."""
    return access(stores, clock, tmp_path)
