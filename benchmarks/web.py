"""How quickly the web app reacts to keys while an answer streams, and what it loads before that.

    PASSWORD=… uv run python -m benchmarks.web --url http://localhost:8000 --name demo

Against a running server (`make run` shows an account). A real answer is asked for; then its sentences are played to the
app one by one, as the server sends them, while keys are pressed in the question box. Figures, per key, as the browser's
own Event Timing has them (to the nearest 8 ms), from the key to the next frame:

  median, p95, worst   milliseconds over all keys of all rounds
  first load           kB of JavaScript, as gzip sends it, until a question can be typed
  before the viewer    the same until an answer is read, before a page of a manual is opened
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from typing import Any

import httpx
import numpy as np
from playwright.async_api import BrowserContext, Page, async_playwright

_BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_TYPED = "How often is the rotor cleaned, and with what?"
_BETWEEN_KEYS_MS = 40
_BETWEEN_SENTENCES_MS = 100
_UNREPORTED_MS = 8.0
"""What the browser does not report is shown in the next frame."""
_SENTENCES = 40
_MAY_BE_SIGNED_IN = "localStorage.setItem('paillasse-session', 'in')"
"""The app asks for the session of its cookie only where it left this mark."""
_PLAYED = """
([sentences, pause]) => {
  const real = window.fetch;
  window.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!address.endsWith('/api/v1/ask')) return real(input, init);
    const encoder = new TextEncoder();
    const body = new ReadableStream({
      async start(controller) {
        for (const sentence of sentences) {
          await new Promise((resolve) => setTimeout(resolve, pause));
          controller.enqueue(encoder.encode(`event: claim\\ndata: ${JSON.stringify(sentence)}\\n\\n`));
        }
        controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
  };
  window.keys = [];
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.keys.push(duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: false });
}
"""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What typing felt like while an answer came."""

    keys: int
    sentences: int
    median_ms: float
    p95_ms: float
    worst_ms: float
    first_load_kb: float
    before_viewer_kb: float


async def measure(url: str, name: str, password: str, question: str, rounds: int) -> Reaction:
    """Type while an answer streams, so many times."""
    sentences = _sentences(url, name, password, question)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_BROWSER, args=_FLAGS)
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        body = {"name": name, "password": password, "in_cookie": True}
        await context.request.post(f"{url}/api/v1/auth/sign-in", data=body)
        await context.add_init_script(_MAY_BE_SIGNED_IN)
        page = await context.new_page()
        scripts: set[str] = set()
        page.on("request", lambda request: scripts.add(request.url) if request.resource_type == "script" else None)
        await page.goto(f"{url}/ask", wait_until="networkidle")
        first = await _weight(context, scripts)
        keys: list[float] = []
        for _ in range(rounds):
            await page.goto(f"{url}/ask")
            keys += await _typed(page, sentences, question)
        whole = await _weight(context, scripts)
        await browser.close()
    median, p95, worst = (float(figure) for figure in np.percentile(keys, (50, 95, 100)))
    return Reaction(len(keys), len(sentences), median, p95, worst, first, whole)


async def _weight(context: BrowserContext, scripts: set[str]) -> float:
    """Of these scripts, in kB."""
    bodies = [await (await context.request.get(address)).body() for address in scripts]
    return sum(len(gzip.compress(body, 9)) for body in bodies) / 1000


def _sentences(url: str, name: str, password: str, question: str) -> list[dict[str, Any]]:
    """Events with the sentences of a real answer, over and over, each under a number of its own."""
    with httpx.Client(base_url=url, timeout=60) as client:
        tokens = client.post("/api/v1/auth/sign-in", json={"name": name, "password": password}).raise_for_status()
        client.headers["Authorization"] = f"Bearer {tokens.json()['access_token']}"
        answer = client.post("/api/v1/ask", json={"question": question}).raise_for_status().json()["answer"]
    cited = {citation["number"]: citation for citation in answer["citations"]}
    again = islice(cycle(answer["claims"]), _SENTENCES)
    return [
        {
            "claim": {**claim, "citations": [number]},
            "citations": [{**cited[claim["citations"][0]], "number": number}],
            "warnings": [],
        }
        for number, claim in enumerate(again, 1)
    ]


async def _typed(page: Page, sentences: list[dict[str, Any]], question: str) -> list[float]:
    """Milliseconds from each key to the frame that shows it."""
    box = page.get_by_role("textbox", name="Your question")
    await box.fill(question)
    await page.evaluate(_PLAYED, [sentences, _BETWEEN_SENTENCES_MS])
    await box.press("Enter")
    await page.locator("article").wait_for()
    await page.evaluate("window.keys.length = 0")
    await box.press_sequentially(_TYPED, delay=_BETWEEN_KEYS_MS)
    await page.wait_for_timeout(500)  # the browser reports a little later
    slow: list[float] = await page.evaluate("window.keys")
    return slow + [_UNREPORTED_MS] * (len(_TYPED) - len(slow))


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--name", default="demo")
    parser.add_argument("--question", default="How do I calibrate the analyser?")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(argv)
    password = os.environ["PASSWORD"]
    reaction = asyncio.run(measure(given.url, given.name, password, given.question, given.rounds))
    print(json.dumps(asdict(reaction), indent=2))


if __name__ == "__main__":
    main()
