"""What is loaded, and when: the app is small, the PDF viewer comes when it is needed, a long manual comes in parts."""

from __future__ import annotations

import gzip
from pathlib import Path

from playwright.async_api import expect

from browser.laboratory import FRENCH, Laboratory
from browser.made_manuals import long
from browser.visit import Visit, Visiting

BUDGET = 300_000
"""Bytes of JavaScript, compressed by gzip, before a page of a manual is opened."""
LARGE = 200_000
"""Bytes of pdf.js, more or less."""
PAGE = 350


async def scripts(visit: Visit) -> dict[str, int]:
    """What the scripts that were loaded so far weigh when compressed by gzip."""
    wanted = {address for address in visit.addresses if address.endswith((".js", ".mjs"))}
    return {a: len(gzip.compress(await (await visit.context.request.get(a)).body(), 9)) for a in wanted}


async def weight(visit: Visit) -> int:
    await visit.page.wait_for_load_state("networkidle")
    return sum((await scripts(visit)).values())


async def test_the_app_is_small_until_a_page_is_opened(lab: Laboratory, visit: Visiting) -> None:
    async with visit() as theo:
        await theo.open("/sign-in")
        weights = {"sign-in": await weight(theo)}
        await theo.enter("theo")
        await theo.open("/ask")
        weights["question"] = await weight(theo)
        await theo.ask(FRENCH)
        await expect(theo.sources().first).to_be_visible()
        weights["answer"] = await weight(theo)
        before = await scripts(theo)
        await theo.sources().first.click()
        await expect(theo.page.get_by_test_id("mark").first).to_be_visible()
        viewer = (await scripts(theo)).items() - before.items()
        assert max(of for _, of in viewer) > LARGE
        link = theo.page.url.partition("?")[0].removeprefix(theo.origin)
    async with visit() as theo:
        await theo.enter("theo")
        await theo.open(link)
        await expect(theo.sources().first).to_be_visible()
        weights["link to an answer"] = await weight(theo)
    assert {place: of for place, of in weights.items() if not 0 < of < BUDGET} == {}


async def test_a_long_manual_opens_far_behind_without_being_loaded_whole(
    lab: Laboratory, visit: Visiting, tmp_path: Path
) -> None:
    file = long(tmp_path / "halvane_400.pdf")
    assert file.stat().st_size > 5_000_000
    document = lab.add(file)
    loaded: list[int] = []
    async with visit() as theo:
        await theo.enter("theo")

        async def weighed(response):
            if response.url.endswith(f"/documents/{document}/file"):
                loaded.append(int(response.headers["content-length"]))

        theo.page.on("response", weighed)
        await theo.open(f"/documents/{document}/read?page={PAGE}")
        text = theo.page.locator(f".pdfViewer .page[data-page-number='{PAGE}'] .textLayer")
        await expect(text).to_contain_text(f"plate {PAGE}")
        await theo.page.wait_for_load_state("networkidle")
        assert 0 < sum(loaded) < 0.3 * file.stat().st_size
        theo.assert_clean()
