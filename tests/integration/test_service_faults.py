"""What a server depends on goes away and comes back: it says so, loses nothing, and needs no restart."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import httpx

from access_stores import SECRET
from home_commands import SAMPLES, paillasse
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from serving import serving

MANUAL = SAMPLES / "quivane_96_thermocycler_en.pdf"
QUESTION = {"question": "How do I clean the lid of the Quivane?"}
PATIENCE = 60.0


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ready(client: httpx.Client) -> dict[str, bool]:
    return client.get("/readyz").json()["parts"]


async def test_the_database_goes_away_and_comes_back(empty_home: Path, settle: Callable[[Path], Path]) -> None:
    home, directory = empty_home, settle(empty_home / "elsewhere") / "postgres"
    database = await EmbeddedPostgres.start(directory)
    where = {"PAILLASSE_DATABASE_URL": database.url, "PAILLASSE_JWT_SECRET": SECRET}
    try:
        assert paillasse(home, "ingest", SAMPLES / "cyclane_r416_centrifugeuse_fr.pdf", **where).returncode == 0
        with serving(home, **where) as server, server.client() as client:
            upload = {"collection": "default", "filename": MANUAL.name}
            pdf = {"Content-Type": "application/pdf"}
            sent = client.post("/api/v1/documents", params=upload, content=MANUAL.read_bytes(), headers=pdf)
            assert sent.status_code == 202
            await database.stop()

            until(lambda: ready(client)["database"] is False)
            assert client.get("/livez").status_code == 200
            for response in (
                client.post("/api/v1/ask", json=QUESTION),
                client.get("/api/v1/documents"),
                client.post("/api/v1/documents", params=upload, content=MANUAL.read_bytes(), headers=pdf),
            ):
                assert response.status_code == 503
                assert response.headers["content-type"] == "application/problem+json"
                assert int(response.headers["retry-after"]) > 0
                assert str(directory) not in response.text

            database = await EmbeddedPostgres.start(directory)
            until(lambda: all(ready(client).values()))
            until(lambda: client.get(sent.headers["location"]).json()["state"] == "done")
            until(lambda: client.post("/api/v1/ask", json=QUESTION).status_code == 200)
            answered = client.post("/api/v1/ask", json=QUESTION).json()
            assert answered["answer"]["outcome"] == "answered"
        assert "0 differences" in paillasse(home, "reconcile", "--check", **where).stdout
        assert not list((home / "uploads").rglob("*.pdf"))
    finally:
        await database.stop()
