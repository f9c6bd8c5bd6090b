from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from browser.chromium import browsing, chromium, require_app
from browser.laboratory import Laboratory, laboratory, stock
from browser.visit import Visit, Visiting, visiting


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One process; every visit has a profile of its own in it."""
    if not chromium():
        pytest.skip("there is no Chromium here: sudo apt-get install chromium")
    require_app()
    async with browsing() as opened:
        yield opened


@pytest.fixture(scope="session")
def lab(browser: Browser, settle: Callable[[Path], Path]) -> Iterator[Laboratory]:
    """A server with the sample manuals, which the tests share: what one adds, others see."""
    with tempfile.TemporaryDirectory(prefix="paillasse-test-") as directory:
        home = settle(Path(directory))
        stock(home)
        with laboratory(home) as opened:
            yield opened


@pytest.fixture
def visit(browser: Browser, lab: Laboratory) -> Visiting:
    """A profile of the browser on the shared server."""

    def visited(**options: Any) -> AbstractAsyncContextManager[Visit]:
        return visiting(browser, lab.url, **options)

    return visited
