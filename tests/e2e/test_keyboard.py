"""The app without a mouse."""

from __future__ import annotations

from playwright.async_api import Page, expect

from browser.laboratory import ENGLISH, Laboratory
from browser.visit import Visiting

FOCUS = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent ?? ''"
FARTHEST = 60


async def walk_to(page: Page, name: str, key: str = "Tab") -> None:
    """Walk until something of this name has the focus."""
    for _ in range(FARTHEST):
        if name in str(await page.evaluate(FOCUS)):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{name} cannot be reached by {key}")


async def test_ask_open_citations_and_leave_by_keyboard_alone(lab: Laboratory, visit: Visiting) -> None:
    async with visit() as theo:
        page, keys = theo.page, theo.page.keyboard
        await theo.enter("theo")
        await theo.open("/ask")
        await keys.press("/")
        await expect(page.get_by_label("Your question")).to_be_focused()
        await keys.type(ENGLISH)
        await keys.press("Enter")
        await page.wait_for_url("**/conversations/**")
        await expect(page.get_by_role("article")).to_contain_text("long bleach cycle")
        await walk_to(page, "Source 1:")
        await keys.press("Enter")
        viewer = page.get_by_role("region", name="Citation 1", exact=True)
        await expect(viewer).to_be_visible()
        await keys.press("n")
        await expect(page.get_by_role("region", name="Citation 2", exact=True)).to_be_visible()
        await keys.press("p")
        await expect(viewer).to_be_visible()
        await keys.press("Escape")
        await expect(viewer).to_be_hidden()
        assert "Source" in str(await page.evaluate(FOCUS)), "the focus was lost when the page was closed"
        await walk_to(page, "Account: theo")
        await keys.press("Enter")
        await walk_to(page, "Sign out", key="ArrowDown")
        await keys.press("Enter")
        await page.wait_for_url("**/sign-in")
        theo.assert_clean()
