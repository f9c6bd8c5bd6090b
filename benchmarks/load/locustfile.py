"""What one technician does: asks, reads the answer, asks the next thing. Run by `benchmarks.load.measure`."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

from locust import FastHttpUser, between, task

QUESTIONS: list[str] = json.loads(Path(os.environ["LOAD_QUESTIONS"]).read_text(encoding="utf-8"))
HEADERS = {"Authorization": f"Bearer {os.environ['LOAD_KEY']}"}
READING_SECONDS = (5, 15)


class Technician(FastHttpUser):
    """Has a question about any of the manuals, in either language."""

    wait_time = between(*READING_SECONDS)

    def on_start(self) -> None:
        """Draws questions of its own."""
        self.random = random.Random(id(self))  # noqa: S311 - nothing depends on its being hard to guess

    @task
    def ask(self) -> None:
        """One question; what is no answer counts as a failure."""
        body = {"question": self.random.choice(QUESTIONS)}
        with self.client.post("/api/v1/ask", json=body, headers=HEADERS, catch_response=True) as response:
            if response.status_code != 200:
                response.failure(f"{response.status_code} {response.json().get('code')}")
            elif not response.json()["answer"]["outcome"]:
                response.failure("no outcome")
