"""Pictures of every page, both themes, both languages, at a desk and on a phone; those of the tour go into the docs.

    PYTHONPATH=tests python docs/screenshots.py

They show the sample manuals and nothing else. All go to out/screenshots, to be looked at.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, expect

from browser.addresses import NAMES, SIGN_IN, WITH_A_PDF, address_of
from browser.chromium import browsing, require_app
from browser.laboratory import ENGLISH, FRENCH, Laboratory, laboratory, stock
from browser.visit import Visit, visiting

ROOT = Path(__file__).parents[1]
ALL, KEPT = ROOT / "out" / "screenshots", ROOT / "docs" / "images"
LARGEST = 60_000
"""Bytes of a picture in the docs."""
SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
THEMES = ("light", "dark")
MORE = {
    "refused": "What is the warranty period of the analyser?",
    "which": "How do I replace the fuse?",
    "procedure": "Comment étalonner le détecteur de balourd de la Cyclane R416 ?",
}
"""Answers of other kinds, by what they show."""
TOUR = {
    "sign-in-en-light-desk",
    "ask-en-light-desk",
    "conversation-en-light-desk",
    "conversation-fr-dark-desk",
    "answer-fr-light-phone",
    "procedure-fr-light-phone",
    "refused-en-light-desk",
    "manuals-en-light-desk",
    "manual-fr-light-desk",
    "reader-en-light-desk",
    "review-en-light-desk",
    "usage-en-dark-desk",
    "system-en-light-desk",
}


def save(name: str, png: bytes) -> None:
    """As small a file as its purpose asks for."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in range(80, 0, -10):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST:
            break
    for folder in (ALL, KEPT) if name in TOUR else (ALL,):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.webp").write_bytes(out.getvalue())


async def shoot(visit: Visit, name: str, address: str, tail: str) -> None:
    """One page in both themes."""
    await visit.page.emulate_media(color_scheme="light")
    await visit.open(address)
    if name in WITH_A_PDF:
        await expect(visit.page.get_by_test_id("mark").first).to_be_visible()
    await visit.page.wait_for_load_state("networkidle")
    for theme in THEMES:
        await visit.page.emulate_media(color_scheme=theme)
        await visit.page.wait_for_timeout(300)  # colours fade
        save(f"{name}-{tail.format(theme)}", await visit.page.screenshot())


def prepare(lab: Laboratory) -> dict[str, str]:
    """What makes pages worth a picture: questions, a correction, and answers of every kind, by name."""
    with lab.as_("theo") as theo:
        for question in (FRENCH, ENGLISH):
            exchange = lab.answer("theo", question)["exchange_id"]
            said = {"thumb": "down", "reason": "incomplete", "comment": "", "corrected_answer": "…"}
            if question == FRENCH:
                said |= {"comment": "Il manque le rotor.", "corrected_answer": "Équilibrer les tubes à 1 g près."}
                theo.put(f"/api/v1/exchanges/{exchange}/feedback", json=said).raise_for_status()
    return {name: f"/answers/{lab.answer('anna', question)['exchange_id']}" for name, question in MORE.items()}


async def main() -> None:
    """Take them all."""
    require_app()
    with tempfile.TemporaryDirectory(prefix="paillasse-shots-") as home:
        stock(Path(home))
        with laboratory(Path(home)) as lab:
            answers = prepare(lab)
            async with browsing() as browser:
                for language in LANGUAGES:
                    for size in SIZES:
                        await all_pages(browser, lab, answers, (language, size))


async def all_pages(browser: Browser, lab: Laboratory, answers: dict[str, str], way: tuple[str, str]) -> None:
    """Every page in one language and size."""
    language, size = way
    tail = f"{language}-{{}}-{size}"
    options = {**SIZES[size], "locale": LANGUAGES[language], "timezone_id": "Europe/Paris"}
    async with visiting(browser, lab.url, **options) as visit:
        await shoot(visit, SIGN_IN, "/sign-in", tail)
        await visit.enter("anna")
        for name in NAMES:
            if name != SIGN_IN:
                await shoot(visit, name, address_of(name, lab, "anna"), tail)
        for name, address in answers.items():
            await shoot(visit, name, address, tail)


if __name__ == "__main__":
    asyncio.run(main())
