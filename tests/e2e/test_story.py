"""A day in the laboratory: a manual arrives, is asked about, an answer is corrected, and somebody looks at it all."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from browser.highlights import assert_words_marked
from browser.laboratory import FRENCH, Laboratory
from browser.made_manuals import SEAL, honest
from browser.visit import Visit, Visiting

REAL = Path(os.environ.get("PAILLASSE_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data") / "manuals"
QUESTION = "After how many hours is the vacuum seal of the Solvane 12 replaced?"
SHORT = REAL / "en_nanodrop_nd1000_cleaning.pdf"


async def signed_in(visit: Visit, name: str) -> None:
    """By the form, as people do."""
    await visit.open("/")
    await visit.sign_in(name)
    await visit.page.wait_for_url("**/ask")


async def send(visit: Visit, path: Path) -> None:
    """Choose a file, and watch it until it has been read."""
    page = visit.page
    await visit.open("/documents/uploads")
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Add manuals").click()
    await (await choosing.value).set_files(path)
    row = page.get_by_role("listitem").filter(has_text=path.name).last
    await expect(row.get_by_role("link", name="Open the manual")).to_be_visible(timeout=60_000)


def citation(lab: Laboratory, visit: Visit, name: str) -> dict[str, object]:
    """The first citation of the answer that is shown."""
    exchange = re.search(r"exchange=([\w-]+)", visit.page.url)
    assert exchange is not None
    with lab.as_(name) as client:
        return client.get(f"/api/v1/exchanges/{exchange[1]}").raise_for_status().json()["response"]["citations"][0]


async def marked(lab: Laboratory, visit: Visit, name: str) -> None:
    """Open the first citation: its words are marked on its page."""
    await visit.sources().first.click()
    with lab.as_(name) as client:
        await assert_words_marked(visit.page, client, citation(lab, visit, name))


async def test_from_a_manual_to_a_golden_case(lab: Laboratory, visit: Visiting, tmp_path: Path) -> None:
    async with visit() as elsa, visit() as theo, visit() as anna:
        await signed_in(elsa, "elsa")
        await send(elsa, honest(tmp_path / "solvane_12.pdf"))

        await signed_in(theo, "theo")
        await theo.ask(FRENCH)
        await expect(theo.page.get_by_role("article")).to_contain_text("Balourd")
        await marked(lab, theo, "theo")
        await theo.open("/ask")
        await theo.ask(QUESTION)
        await expect(theo.page.get_by_role("article")).to_contain_text(SEAL)
        await marked(lab, theo, "theo")
        await correct(theo)

        await accept(elsa)
        await theo.page.reload()
        await expect(theo.page.get_by_text("Accepted by an expert")).to_be_visible()

        await signed_in(anna, "anna")
        await anna.open("/admin/audit")
        await expect(anna.page.get_by_role("row").filter(has_text="Reviewed feedback").first).to_contain_text("elsa")
        await anna.open("/admin/usage")
        await anna.page.get_by_text("User", exact=True).click()
        await expect(anna.page.get_by_role("row").filter(has_text="theo")).to_be_visible()
        for each in (elsa, theo, anna):
            each.assert_clean()


async def correct(theo: Visit) -> None:
    """Say what the answer should have been."""
    page = theo.page
    await page.get_by_role("button", name="No, something is wrong").click()
    await page.get_by_label("Something is missing").check()
    await page.get_by_label("What the answer should have been").fill("After 300 hours, or every two years.")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Not reviewed yet")).to_be_visible()


async def accept(elsa: Visit) -> None:
    """Make a golden case of what was said."""
    page = elsa.page
    await elsa.open("/review")
    await page.get_by_role("navigation", name="To review").get_by_text(QUESTION).click()
    await expect(page.get_by_label("Right answer")).to_have_value("After 300 hours, or every two years.")
    await page.get_by_role("button", name="Accept", exact=True).click()
    await expect(page.get_by_text("Accepted: there is a golden case more.")).to_be_visible()
    await elsa.open("/review?state=golden")
    await expect(page.get_by_role("main")).to_contain_text(QUESTION)


@pytest.mark.skipif(not SHORT.exists(), reason="the real manuals are not on this machine")
async def test_a_real_manual_is_read_and_cited_on_its_page(lab: Laboratory, visit: Visiting) -> None:
    async with visit() as elsa:
        await elsa.enter("elsa")
        await send(elsa, SHORT)
        await elsa.open("/ask")
        await elsa.ask("How are the measurement pedestals of the NanoDrop cleaned?")
        await marked(lab, elsa, "elsa")
        elsa.assert_clean()
