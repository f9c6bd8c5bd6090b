"""Pictures of every page, both themes, both languages, at a desk and on a phone; those of the tour go into the docs.

    PYTHONPATH=tests python docs/screenshots.py [tour]

They show the sample manuals, releases measured on them, and one drift that is made up. All go to out/screenshots, to be
looked at; with `tour` only those of the docs are taken.
"""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, expect

from browser.addresses import NAMES, SIGN_IN, WITH_A_PDF, address_of
from browser.chromium import browsing, require_app
from browser.counter import counter
from browser.laboratory import ENGLISH, FRENCH, Laboratory, laboratory, stock
from browser.visit import Visit, visiting
from home_commands import COMMAND, environment
from observations import REPORT
from paillasse.drift.types import FeatureDrift, Kind, Part, Window

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
TOUR_ALONE = "tour" in sys.argv[1:]
EVALS = ROOT / "evals"
OTHERWISE = {"chunking": {"strategy": "sentence", "max_tokens": 120}, "retrieval": {"rerank_weight": 0.6}}
"""What the second release does otherwise."""
MOVED = FeatureDrift(
    "language",
    Kind.CATEGORY,
    None,
    None,
    0.31,
    0.1,
    0.0001,
    0.0056,
    (Part("fr", 0.61, 0.42), Part("en", 0.39, 0.27), Part("de", 0.0, 0.31)),
)
STAYED = (
    FeatureDrift("length", Kind.NUMBER, 8.1, 8.6, 0.06, 0.1, 0.4, 0.0056),
    FeatureDrift("refused", Kind.SHARE, 0.09, 0.12, 0.03, 0.1, 0.3, 0.0056),
    FeatureDrift("nothing_found", Kind.SHARE, 0.02, 0.03, 0.01, 0.1, 0.6, 0.0056),
)
DRIFT = replace(
    REPORT,
    checked_at=datetime(2026, 11, 22, 6, tzinfo=UTC),
    release="release 1: f5375f7af9b5/075700493ce7",
    reference=Window(datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 10, 19, tzinfo=UTC), 500),
    current=Window(datetime(2026, 11, 15, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC), 318),
    features=(MOVED, *STAYED),
)
"""Made up: questions in German have come in."""
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
    "release-en-light-desk",
    "trial-fr-dark-desk",
    "drift-en-light-desk",
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
    if TOUR_ALONE and not any(f"{name}-{tail.format(theme)}" in TOUR for theme in THEMES):
        return
    await visit.page.emulate_media(color_scheme="light")
    await visit.open(address)
    if name in WITH_A_PDF:
        await expect(visit.page.get_by_test_id("mark").first).to_be_visible()
    await visit.page.wait_for_load_state("networkidle")
    for theme in THEMES:
        if TOUR_ALONE and f"{name}-{tail.format(theme)}" not in TOUR:
            continue
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


def measure(home: Path) -> None:
    """Two releases, measured on the golden sets of the samples."""
    other = home / "otherwise.json"
    other.write_text(json.dumps(OTHERWISE))
    golden = ("--golden", str(EVALS / "samples.jsonl"), "--golden", str(EVALS / "safety.jsonl"))
    (home / "gates.yaml").write_text((EVALS / "gates.yaml").read_text())
    run(home, "experiment", "run", *golden)
    run(home, "experiment", "run", str(other), *golden)
    run(home, "release", "create", "--name", "structural chunks")
    run(home, "--config", str(other), "release", "create", "--name", "sentences, 120 tokens")


def run(home: Path, *command: str) -> None:
    """A command of the product, to its end."""
    subprocess.run([*COMMAND, "--home", str(home), *command], check=True, env=environment())  # noqa: S603 - our own words


def promote(lab: Laboratory) -> None:
    """The first release answers, the second one is tried unseen."""
    with lab.as_("anna") as anna:
        first = {"release": "1", "reason": "finds the steps"}
        anna.post("/api/v1/releases/promotions", json=first).raise_for_status()
        anna.post("/api/v1/releases/promotions", json={"release": "2"})  # does not pass its gates, which is shown
        shadow = {"release": "2", "mode": "shadow", "reason": "shorter passages"}
        anna.post("/api/v1/rollout", json=shadow).raise_for_status()


async def main() -> None:
    """Take them all."""
    require_app()
    with tempfile.TemporaryDirectory(prefix="paillasse-shots-") as home:
        stock(Path(home))
        measure(Path(home))
        with laboratory(Path(home)) as lab:
            promote(lab)
            answers = prepare(lab) | {"release": "/releases?release=2"}
            async with browsing() as browser:
                for language in LANGUAGES:
                    for size in SIZES:
                        await all_pages(browser, lab, answers, (language, size))
                        await drifted(browser, Path(home), (language, size))


async def drifted(browser: Browser, home: Path, way: tuple[str, str]) -> None:
    """The drift that is made up, on a server of its own."""
    language, size = way
    options = {**SIZES[size], "locale": LANGUAGES[language], "timezone_id": "Europe/Paris"}
    async with counter(home) as made, visiting(browser, made.url, **options) as visit:
        await made.bench.service.drift.reports.put(DRIFT)
        await visit.enter("anna")
        await shoot(visit, "drift", "/releases/drift", f"{language}-{{}}-{size}")


async def all_pages(browser: Browser, lab: Laboratory, answers: dict[str, str], way: tuple[str, str]) -> None:
    """Every page in one language and size."""
    language, size = way
    tail = f"{language}-{{}}-{size}"
    options = {**SIZES[size], "locale": LANGUAGES[language], "timezone_id": "Europe/Paris"}
    async with visiting(browser, lab.url, **options) as visit:
        await shoot(visit, SIGN_IN, "/sign-in", tail)
        await visit.enter("anna")
        for name in NAMES:
            if name not in {SIGN_IN, "drift"}:
                await shoot(visit, name, address_of(name, lab, "anna"), tail)
        for name, address in answers.items():
            await shoot(visit, name, address, tail)


if __name__ == "__main__":
    asyncio.run(main())
