"""A server that was just installed: its first administrator, its first manual, its first accident."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Browser, expect

from access_stores import PASSWORD
from browser.made_manuals import honest
from browser.tap import tapped
from browser.visit import Visit, visiting
from processes import kill
from serving import serving

QUESTION = "After how many hours is the vacuum seal of the Solvane 12 replaced?"
FOUND = "300 hours"


async def test_from_an_empty_home_through_a_killed_server(browser: Browser, home: Path, tmp_path: Path) -> None:
    with serving(home, PAILLASSE_MAX_FILE_MB="1") as server:
        async with tapped(server.port) as tap, visiting(browser, f"http://localhost:{tap.port}") as ada:
            await set_up(ada, (home / "serve.log").read_text())
            await expect(ada.page.get_by_text("No manuals yet")).to_be_visible()
            await add(ada, tmp_path)
            await ada.open("/ask")
            tap.holding = True
            await ada.page.get_by_label("Your question").fill(QUESTION)
            await ada.page.get_by_label("Your question").press("Enter")
            article = ada.page.get_by_role("article")
            await expect(article).to_contain_text(FOUND)
            kill(server.process.pid)
            await expect(article.get_by_role("alert")).to_contain_text("The server cannot be reached")
            await expect(article).to_contain_text(FOUND)  # what came stays
            await expect(ada.page.get_by_label("Your question")).to_have_value(QUESTION)

            tap.holding = False
            with serving(home) as again:
                tap.server = again.port
                await article.get_by_role("button", name="Try again").click()
                await ada.page.wait_for_url("**/conversations/**")
                await expect(ada.page.get_by_role("article")).to_contain_text(FOUND)
                ada.assert_clean()


async def set_up(ada: Visit, log: str) -> None:
    """Make the first administrator with the token that the server printed."""
    token = re.search(r"[\w-]{43}", log)
    assert token is not None
    page = ada.page
    await ada.open("/")
    await page.wait_for_url("**/setup")
    await page.get_by_label("Set-up token").fill(token[0])
    await page.get_by_label("User name").fill("ada")
    await page.get_by_label("E-mail address").fill("ada@example.org")
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.get_by_role("button", name="Make the account and sign in").click()
    await page.wait_for_url("**/ask")


async def add(ada: Visit, folder: Path) -> None:
    """Send the first manual, and a file that this server finds too large."""
    large = folder / "large.pdf"
    large.write_bytes(b"%PDF-1.7\n" + bytes(2 << 20))
    await ada.open("/documents")
    async with ada.page.expect_file_chooser() as choosing:
        await ada.page.get_by_role("button", name="Add manuals").first.click()
    await (await choosing.value).set_files([honest(folder / "solvane_12.pdf"), large])
    rows = ada.page.get_by_role("listitem")
    await expect(rows.filter(has_text="large.pdf").last).to_contain_text("larger than 1")
    await ada.page.get_by_role("link", name="All uploads").click()
    await expect(rows.filter(has_text="solvane_12.pdf").last).to_contain_text("Open the manual", timeout=60_000)
