"""A manual and questions that try to run something in the browser, or to send what is read there elsewhere."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from browser.laboratory import Laboratory
from browser.made_manuals import HOSTILE_NAME, TRAP, hostile
from browser.visit import Visiting

QUESTION = f"How do I clean the Vortane 7 stirrer? <img src={TRAP} onerror=alert(7)> ![x]({TRAP}) [y]({TRAP})"
_LEADS_AWAY = f"[src*='{TRAP}'], [href*='{TRAP}'], [srcset*='{TRAP}'], [style*='{TRAP}']"


async def test_nothing_in_a_manual_or_a_question_runs_or_leaves(
    lab: Laboratory, visit: Visiting, tmp_path: Path
) -> None:
    document = lab.add(hostile(tmp_path / HOSTILE_NAME))
    answer = lab.answer("elsa", QUESTION)
    assert TRAP in " ".join(claim["text"] for claim in answer["answer"]["claims"]), "the attack was not even quoted"
    addresses = (
        f"/answers/{answer['exchange_id']}?citation=1",
        f"/conversations/{answer['conversation_id']}",
        f"/documents/{document}/read",
        f"/documents/{document}",
        f"/documents?q={TRAP}",
        "/documents",
        "/documents/uploads",
        "/history",
        f"/ask?question=%3Cimg%20src={TRAP}%20onerror=alert(8)%3E&equipment=%3Csvg%20onload=alert(9)%3E",
    )
    async with visit() as elsa:
        await elsa.enter("elsa")
        for address in addresses:
            await elsa.open(address)
            if "read" in address or "citation" in address:
                await expect(elsa.page.locator(".pdfViewer canvas").first).to_be_visible()
            assert await elsa.page.locator(_LEADS_AWAY).count() == 0, address
            elsa.assert_clean()
        await elsa.open("/ask")
        await elsa.ask(QUESTION)  # as it comes
        assert await elsa.page.locator(_LEADS_AWAY).count() == 0
        elsa.assert_clean()
