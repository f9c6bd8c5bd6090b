"""The browser of the system, without a window and without a word to its makers."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

import paillasse

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_APP = Path(paillasse.__file__).parent / "web" / "index.html"


def chromium() -> str:
    """Where the browser is; empty where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), "")


def require_app() -> None:
    """Without the built app nothing can be seen."""
    if not _APP.is_file():
        raise AssertionError("The web app is not built: run `make ui`.")


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """The browser until the block ends."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        yield browser
        await browser.close()
