from __future__ import annotations

from pathlib import Path

import pytest

from service_bench import ServiceBench


@pytest.fixture
def bench(tmp_path: Path) -> ServiceBench:
    return ServiceBench(tmp_path)
