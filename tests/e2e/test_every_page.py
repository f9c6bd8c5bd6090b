"""Every page: for who sees little or hears it, light and dark, from a phone to a wall."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from browser.accessibility import barriers, sticking_out
from browser.addresses import NAMES, SIGN_IN, WITH_A_PDF, address_of
from browser.laboratory import FRENCH, Laboratory
from browser.visit import Visit, visiting

WIDTHS = (360, 768, 1280, 2560)
AT_ONCE = "*, *::before, *::after { transition: none !important; animation: none !important; }"
"""Colours and widths that are on their way are those of no page."""


@pytest_asyncio.fixture(scope="module")
async def anna(browser: Browser, lab: Laboratory) -> AsyncIterator[Visit]:
    """An administrator, who sees every page; somebody said something of an answer."""
    exchange = lab.answer("theo", FRENCH)["exchange_id"]
    said = {
        "thumb": "down",
        "reason": "incomplete",
        "comment": "Il manque le rotor.",
        "corrected_answer": "Équilibrer.",
    }
    with lab.as_("theo") as client:
        client.put(f"/api/v1/exchanges/{exchange}/feedback", json=said).raise_for_status()
    async with visiting(browser, lab.url) as visit:
        await visit.enter("anna")
        yield visit


@pytest_asyncio.fixture
async def stranger(browser: Browser, lab: Laboratory) -> AsyncIterator[Visit]:
    async with visiting(browser, lab.url) as visit:
        yield visit


@pytest.mark.parametrize("name", NAMES)
async def test_a_page_has_no_barriers_and_fits(name: str, lab: Laboratory, anna: Visit, stranger: Visit) -> None:
    visit = stranger if name == SIGN_IN else anna
    page = visit.page
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.emulate_media(color_scheme="light")
    await visit.open(address_of(name, lab, "anna"))
    if name in WITH_A_PDF:
        await expect(page.get_by_test_id("mark").first).to_be_visible()
    await page.wait_for_load_state("networkidle")
    await page.add_style_tag(content=AT_ONCE)
    found = [*await barriers(page)]
    await page.emulate_media(color_scheme="dark")
    found += [f"dark: {barrier}" for barrier in await barriers(page)]
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        if wide := await sticking_out(page):
            found.append(f"{width} px: {wide}")
    await page.set_viewport_size({"width": 360, "height": 740})
    found += [f"360 px: {barrier}" for barrier in await barriers(page)]
    assert found == [], "\n".join(found)
    visit.assert_clean()
