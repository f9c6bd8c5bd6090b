"""A server with the sample manuals and somebody in each role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from access_stores import PASSWORD
from home_commands import SAMPLES, paillasse
from serving import Serving, serving

PEOPLE = {"theo": "technician", "elsa": "expert", "anna": "admin"}
FRENCH = "Que faire quand la centrifugeuse affiche l'erreur E-203 ?"
ENGLISH = "How do I calibrate the analyser?"
_LIMITS = {"PAILLASSE_QUESTIONS_PER_MINUTE": "1000", "PAILLASSE_SEARCHES_PER_MINUTE": "1000"}


def stock(home: Path) -> None:
    """Ingest the sample manuals into a home."""
    done = paillasse(home, "ingest", SAMPLES)
    assert done.returncode == 0, done.stderr


@dataclass
class Laboratory:
    """A running server and what was asked there."""

    server: Serving
    asked: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    @property
    def url(self) -> str:
        """As browsers reach it."""
        return f"http://localhost:{self.server.port}"

    def hire(self, name: str, role: str) -> None:
        """Make an account, with `PASSWORD`, in the default collection."""
        person = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, "role": role}
        with self.server.client() as client:
            client.post("/api/v1/admin/users", json={**person, "collections": ["default"]}).raise_for_status()

    def as_(self, name: str) -> httpx.Client:
        """What this person sees through the API."""
        signing_in = httpx.post(f"{self.url}/api/v1/auth/sign-in", json={"name": name, "password": PASSWORD})
        token = signing_in.raise_for_status().json()["access_token"]
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def answer(self, name: str, question: str) -> dict[str, Any]:
        """What the API answered to this person when first asked that."""
        key = f"{name}: {question}"
        if key not in self.asked:
            with self.as_(name) as client:
                self.asked[key] = client.post("/api/v1/ask", json={"question": question}).raise_for_status().json()
        return self.asked[key]

    def add(self, path: Path) -> str:
        """Have a manual ingested; the id of its document."""
        with self.server.client() as client:
            sent = client.post("/api/v1/documents", data={"collection": "default"}, files={"file": _part(path)})
            job = sent.raise_for_status().headers["location"]
            with client.stream("GET", f"{job}/events", timeout=120) as told:
                last = [line for line in told.iter_lines() if line.startswith("data: ")][-1]
            assert '"state":"done"' in last, last
            return str(client.get(job).json()["document_id"])


def _part(path: Path) -> tuple[str, bytes]:
    return path.name, path.read_bytes()


@contextmanager
def laboratory(home: Path, **settings: str) -> Iterator[Laboratory]:
    """Serve an ingested home to `PEOPLE` until the block ends."""
    with serving(home, **(_LIMITS | settings)) as server:
        made = Laboratory(server)
        for name, role in PEOPLE.items():
            made.hire(name, role)
        yield made
