"""What experts and administrators do with releases, drift and golden cases, and how one gets in, or does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, expect

from browser.accessibility import barriers
from browser.counter import Counter, counter
from browser.visit import visiting
from exchanges import exchange
from experiment_runs import OTHER, Desk, row, run_of
from identity_provider import CLIENT_ID, CLIENT_SECRET, identity_provider
from memory_services import add
from observations import REPORT
from paillasse.access.types import COMMAND_LINE
from paillasse.pipeline_config import PipelineConfig
from paillasse.releases.gate_policy import GatePolicy, Safety
from paillasse.releases.types import Alias, Promotion
from sample_content import content

CASES = "/api/v1/golden-cases"


@pytest_asyncio.fixture(scope="module")
async def desk(browser: Browser, tmp_path_factory: Any) -> AsyncIterator[Counter]:
    """A service with two releases, the first in production; the second fails a gate."""
    with identity_provider() as provider:
        where = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
        home: Path = tmp_path_factory.mktemp("counter")
        async with counter(home, **where) as opened:
            opened.bench.releases = made = Desk(
                GatePolicy(safety=Safety(kinds=("injection",))), opened.bench.access.auditor
            )
            for version, passed in (("1", True), ("2", False)):
                rows = [row("leak", "en", "injection", passed=passed, hit_at_5=float(passed))]
                config = PipelineConfig() if passed else OTHER
                await made.shelf.create(await run_of(made.tracker, rows, config), f"chunks {version}", "ada")
            first = await made.shelf.find("1")
            await made.promote(first, Promotion(Alias.PRODUCTION, "ada", "the first"), COMMAND_LINE)
            yield opened


async def test_who_comes_from_the_identity_provider_is_where_he_wanted(desk: Counter, browser: Browser) -> None:
    async with visiting(browser, desk.url) as ada:
        await ada.open("/history?q=rotor")
        await ada.page.get_by_role("link", name="Sign in with").click()
        await ada.page.wait_for_url("**/history?q=rotor")
        await expect(ada.page.get_by_role("button", name="Account: ada")).to_be_visible()
        assert not ada.troubles, ada.troubles


async def test_a_release_is_promoted_past_its_gates_for_a_reason_tried_and_rolled_back(
    desk: Counter, browser: Browser
) -> None:
    async with visiting(browser, desk.url) as anna:
        page = anna.page
        await anna.enter("anna")
        await anna.open("/releases?release=2")
        release = page.get_by_role("article", name="Release 2")
        await expect(release.get_by_role("region", name="Questions that end otherwise")).to_contain_text("leak?")
        assert await barriers(page) == []
        await release.get_by_role("button", name="Try on users").click()
        await page.get_by_role("dialog").get_by_role("button", name="Begin").click()
        await page.wait_for_url("**/releases/trial")
        trial = page.get_by_role("article", name="Release 2 on trial")
        await expect(trial).to_contain_text("Nobody sees its answers")
        assert await barriers(page) == []
        await trial.get_by_role("button", name="End the trial").click()
        await page.get_by_role("dialog").get_by_label("Why").fill("seen enough")
        await page.get_by_role("dialog").get_by_role("button", name="End the trial").click()
        await expect(trial).to_contain_text("It was stopped. seen enough")

        await page.get_by_role("tab", name="Releases").click()
        await page.get_by_role("navigation", name="Releases").get_by_text("2 chunks 2").click()
        await release.get_by_role("button", name="Promote").click()
        dialog = page.get_by_role("dialog", name="Promote release 2")
        await dialog.get_by_role("button", name="Promote").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("leak (injection) does not pass")
        await expect(dialog.get_by_role("button", name="Promote all the same")).to_be_disabled()
        assert await barriers(page) == []
        await dialog.get_by_label("Promote it all the same, because").fill("an outage")
        await dialog.get_by_role("button", name="Promote all the same").click()
        await expect(release).to_contain_text("In production")
        await expect(release).to_contain_text("an outage")

        await release.get_by_role("button", name="Roll back").click()
        await page.get_by_role("dialog").get_by_label("Why").fill("it leaks")
        await page.get_by_role("dialog").get_by_role("button", name="Roll back").click()
        await expect(page.get_by_text("Release 1 answers again.")).to_be_visible()
        await page.get_by_role("navigation", name="Releases").get_by_text("1 chunks 1").click()
        await expect(page.get_by_role("article", name="Release 1")).to_contain_text("it leaks")
        anna.assert_clean()


async def test_what_drifted_is_said_and_the_menu_shows_where_one_is(desk: Counter, browser: Browser) -> None:
    await desk.bench.service.drift.reports.put(REPORT)
    async with visiting(browser, desk.url) as elsa:
        await elsa.enter("elsa")
        await elsa.open("/releases/drift")
        report = elsa.page.get_by_role("article", name="Latest check")
        await expect(report).to_contain_text("It has drifted")
        await expect(report.get_by_role("row", name="Language of questions").first).to_contain_text("drifted")
        await expect(report.get_by_role("row", name="Refusals").first).to_contain_text("as it was")
        place = elsa.page.get_by_role("navigation", name="Main").get_by_role("link", name="Releases")
        await expect(place.first).to_have_attribute("aria-current", "page")
        await elsa.page.emulate_media(color_scheme="dark")
        assert await barriers(elsa.page) == []
        elsa.assert_clean()


async def test_a_golden_case_that_somebody_else_changed_is_not_overwritten(desk: Counter, browser: Browser) -> None:
    await add(desk.bench.services, [content("a", collection="default")])
    page_1 = [{"document_id": "document-a", "pages": [1]}]
    async with desk.bench.client("elsa") as api, visiting(browser, desk.url) as elsa:
        [me] = [user.id for user in await desk.bench.access.accounts.list() if user.username == "elsa"]
        kept = exchange("e1", owner=me, collections=("default",))
        await desk.bench.service.history.record(kept)
        said = (await api.put("/api/v1/exchanges/e1/feedback", json={"thumb": "down"})).json()
        verdict = {"given_at": said["given_at"], "state": "accepted", "case": {"answer": "Below.", "evidence": page_1}}
        assert (await api.patch("/api/v1/feedback/e1", json=verdict)).json()["golden_case"] is not None
        page = elsa.page
        await elsa.enter("elsa")
        await elsa.open("/review?state=golden")
        await page.get_by_role("button", name="Edit").click()
        await page.get_by_label("Right answer").fill("Behind the cover.")
        theirs = {"question": "Where is the screw?", "answer": "In front.", "evidence": page_1}
        (await api.put(f"{CASES}/e1", json=theirs)).raise_for_status()
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("alert")).to_contain_text("In front.")
        await expect(page.get_by_label("Right answer")).to_have_value("Behind the cover.")
        await page.get_by_role("button", name="Save mine instead").click()
        await expect(page.get_by_role("article")).to_contain_text("Behind the cover.")
        [case] = (await api.get(CASES)).json()["cases"]
        assert case["case"]["answer"] == "Behind the cover."
        elsa.assert_clean()


async def test_after_too_many_wrong_passwords_the_right_one_waits(desk: Counter, browser: Browser) -> None:
    async with visiting(browser, desk.url) as theo:
        await theo.open("/sign-in")
        for _ in range(9):
            wrong = {"name": "theo", "password": "not the password of theo", "in_cookie": True}
            await theo.context.request.post(f"{desk.url}/api/v1/auth/sign-in", data=wrong)
        await theo.sign_in("theo", "not the password of theo")
        await expect(theo.page.get_by_role("alert")).to_contain_text("password is wrong")
        await theo.sign_in("theo")
        await expect(theo.page.get_by_role("alert")).to_contain_text("minutes")
        await expect(theo.page.locator("input[name=username]")).to_have_value("theo")
        theo.assert_clean()
