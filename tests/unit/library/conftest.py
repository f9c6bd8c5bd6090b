from __future__ import annotations

from pathlib import Path

import pytest

from library_bench import Bench, library_bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return library_bench(tmp_path / "home")
