"""What goes wrong around the app: it says so, keeps what was typed, and goes on."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from browser.laboratory import FRENCH, Laboratory
from browser.visit import Visiting
from pdf_files import drawn_pdf

ANOTHER = "another four words nobody guesses"


async def test_a_wrong_password_is_said_and_the_right_one_leads_to_where_one_wanted(
    lab: Laboratory, visit: Visiting
) -> None:
    async with visit(locale="fr-FR") as theo:
        await theo.open("/history?q=centrifugeuse")
        await expect(theo.page).to_have_title("Se connecter · Paillasse")
        await theo.sign_in("theo", "not the password of theo")
        await expect(theo.page.get_by_role("alert")).to_contain_text("mot de passe incorrect")
        await theo.sign_in("theo")
        await theo.page.wait_for_url("**/history?q=centrifugeuse")
        theo.assert_clean()


async def test_a_session_that_ends_asks_for_the_password_and_keeps_the_draft(lab: Laboratory, visit: Visiting) -> None:
    lab.hire("noor", "technician")
    async with visit() as noor:
        await noor.enter("noor")
        await noor.open("/ask")
        await noor.page.get_by_label("Your question").fill(FRENCH)
        with lab.server.client() as client:
            users = client.get("/api/v1/admin/users", params={"limit": 100}).json()
            [user] = [user["id"] for user in users if user["username"] == "noor"]
            client.put(f"/api/v1/admin/users/{user}/password", json={"password": ANOTHER}).raise_for_status()
        await noor.page.get_by_label("Your question").press("Enter")
        ended = noor.page.get_by_role("dialog", name="Your session has ended")
        await expect(ended.locator("input[name=username]")).to_have_value("noor")
        await noor.sign_in("noor", ANOTHER)
        await expect(ended).to_be_hidden()
        await expect(noor.page.get_by_label("Your question")).to_have_value(FRENCH)
        await noor.page.get_by_label("Your question").press("Enter")
        await noor.page.wait_for_url("**/conversations/**")
        noor.assert_clean()


async def test_files_that_cannot_be_manuals_are_refused_with_what_to_do(
    lab: Laboratory, visit: Visiting, tmp_path: Path
) -> None:
    def draw(canvas):
        canvas.drawString(30, 200, "Nobody may read this.")
        canvas.showPage()

    locked = drawn_pdf(tmp_path / "locked.pdf", draw, encrypt="secret")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nthis is no PDF file at all")
    table = tmp_path / "table.xlsx"
    table.write_bytes(b"PK\x03\x04")
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(201 << 20)  # it takes no room on the disk
    async with visit() as elsa:
        page = elsa.page
        await elsa.enter("elsa")
        await elsa.open("/documents/uploads")
        async with page.expect_file_chooser() as choosing:
            await page.get_by_role("button", name="Add manuals").click()
        await (await choosing.value).set_files([locked, broken, table, huge])
        unfit = page.get_by_role("alert", name="2 files are not sent")
        await expect(unfit).to_contain_text("table.xlsx: not a kind of file that can be read")
        await expect(unfit).to_contain_text("huge.pdf: larger than")
        rows = page.get_by_role("listitem")
        await expect(rows.filter(has_text="locked.pdf").last).to_contain_text("Save a copy without the password")
        await expect(rows.filter(has_text="broken.pdf").last).to_contain_text("This PDF is damaged")
        elsa.assert_clean()


async def test_links_to_an_answer_and_to_a_marked_page_work_in_a_browser_that_was_never_here(
    lab: Laboratory, visit: Visiting
) -> None:
    asked = lab.answer("theo", FRENCH)
    cited = asked["answer"]["citations"][0]
    answer = f"/answers/{asked['exchange_id']}?citation=1"
    marked = f"/documents/{cited['document_id']}/read?exchange={asked['exchange_id']}&citation=1"
    for address in (answer, marked):
        async with visit() as theo:
            await theo.open(address)
            await theo.sign_in("theo")
            await expect(theo.page.get_by_test_id("mark").first).to_be_visible()
            theo.assert_clean()


async def test_a_network_that_is_away_is_said_until_it_is_back(lab: Laboratory, visit: Visiting) -> None:
    async with visit() as theo:
        await theo.enter("theo")
        await theo.open("/ask")
        await theo.page.get_by_label("Your question").fill(FRENCH)
        await theo.context.set_offline(True)
        away = theo.page.get_by_text("The server cannot be reached.").first
        await expect(away).to_be_visible()
        await theo.context.set_offline(False)
        await expect(away).to_be_hidden()
        await expect(theo.page.get_by_label("Your question")).to_have_value(FRENCH)
        theo.assert_clean()
