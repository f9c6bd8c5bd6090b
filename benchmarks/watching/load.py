"""What users do meanwhile: they ask, some of them twice, say what they think, send manuals, and make mistakes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, Self

import httpx

_GOLDEN = Path(__file__).parents[2] / "evals" / "samples.jsonl"
_PAUSE_SECONDS = 0.3
_BYTES = {"Content-Type": "application/octet-stream"}


def questions() -> Iterator[str]:
    """Those of the golden set of the samples, again and again."""
    lines = _GOLDEN.read_text("utf-8").splitlines()
    return cycle([json.loads(line)["question"] for line in lines])


class Load:
    """One user after the other, so that the machine is not the limit."""

    def __init__(self, url: str, key: str) -> None:
        """Of the server, and of somebody who may do everything."""
        self._client = httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=120)
        self._questions = questions()
        self.questions = 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._client.close()

    def run(self, seconds: float) -> None:
        """Do everything once, go on asking, and do everything once more, so that each figure has changed meanwhile."""
        self._everything(1)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._ask(next(self._questions))
            time.sleep(_PAUSE_SECONDS)
        self._everything(2)

    def _everything(self, number: int) -> None:
        exchanges = [self._ask(next(self._questions)) for _ in range(3)]
        self._ask(f"Is the moon made of cheese, number {number}?")
        for _ in range(2):
            self._ask("How do I replace the lamp of the plate reader?")
        self._client.post("/ask", json={"question": "?!"})
        self._client.post("/search", json={"question": "lamp"})
        self._client.post("/predictions/escalation", json={"items": [{"question": f"Where is fuse {number}?"}]})
        self._feedback(exchanges, number)
        self._send(f"pump-{number}.md", f"# Pump {number}\n\nOpen the lid of pump {number}.\n".encode())
        self._send(f"broken-{number}.pdf", b"%PDF-1.7\nbroken" + bytes([number]))

    def _ask(self, question: str) -> str:
        """The id of the exchange."""
        self.questions += 1
        return self._client.post("/ask", json={"question": question}).raise_for_status().json()["exchange_id"]

    def _feedback(self, exchanges: list[str], number: int) -> None:
        opinions: list[dict[str, Any]] = [{"thumb": "up"}, {"thumb": "up"}, {"thumb": "down", "reason": "incomplete"}]
        answers = [
            self._client.put(f"/exchanges/{exchange}/feedback", json=opinion).raise_for_status().json()
            for exchange, opinion in zip(exchanges, opinions, strict=True)
        ]
        read = {"given_at": answers[-1]["given_at"], "state": "rejected" if number == 1 else "open"}
        self._client.patch(f"/feedback/{exchanges[-1]}", json=read).raise_for_status()

    def _send(self, name: str, content: bytes) -> None:
        sent = self._client.post(
            "/documents", params={"collection": "default", "filename": name}, content=content, headers=_BYTES
        )
        job = sent.raise_for_status().json()["id"]
        while self._client.get(f"/jobs/{job}").raise_for_status().json()["state"] in {"queued", "running"}:
            time.sleep(0.3)
