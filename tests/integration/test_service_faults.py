"""What a server depends on goes away and comes back: it says so, loses nothing, and needs no restart."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import httpx
from reportlab.pdfgen.canvas import Canvas

from access_stores import SECRET
from home_commands import SAMPLES, paillasse
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from pdf_files import drawn_pdf, one_page_manual
from qdrant_over_http import Mood, QdrantOverHttp, qdrant_over_http
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


def missing(qdrant: QdrantOverHttp, how: str) -> Callable[[], None]:
    """Make the index server gone, hang or fail; what makes it well again."""
    if how == "gone":
        qdrant.stop()
        return qdrant.start
    qdrant.mood = Mood(how)
    return lambda: setattr(qdrant, "mood", Mood.WELL)


def upload(client: httpx.Client, manual: Path) -> str:
    """Where the job of a manual is told of, which was acknowledged."""
    where = {"collection": "default", "filename": manual.name}
    sent = client.post(
        "/api/v1/documents", params=where, content=manual.read_bytes(), headers={"Content-Type": "application/pdf"}
    )
    assert sent.status_code == 202
    return sent.headers["location"]


def another_manual(folder: Path) -> Path:
    """Unlike the first one."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 250, "Incubator I-7: setting the temperature")
        canvas.drawString(40, 200, "Turn the knob to the left until the display shows 37.")
        canvas.showPage()

    return drawn_pdf(folder / "incubator.pdf", draw)


def test_the_index_server_goes_away_and_comes_back(home: Path, tmp_path: Path) -> None:
    """Said as it is; what was answered before is given; a manual that is sent meanwhile is ingested afterwards."""
    opened = {"question": "How do I open the lid of the C-16 centrifuge?"}
    with qdrant_over_http() as qdrant:
        where = {"PAILLASSE_QDRANT_URL": qdrant.url, "PAILLASSE_QDRANT_SECONDS": "1"}
        with serving(home, PAILLASSE_QUESTIONS_PER_MINUTE="1000", **where) as server, server.client() as client:
            job = upload(client, one_page_manual(tmp_path))
            until(lambda: client.get(job).json()["state"] == "done")
            assert client.post("/api/v1/ask", json=opened).json()["answer"]["outcome"] == "answered"
            for number, how in enumerate(("gone", "hanging", "failing")):
                other = {"question": f"How is the key {number} pressed to open the lid of the C-16?"}
                well_again = missing(qdrant, how)
                assert ready(client) == {"database": True, "index": False, "worker": True}
                assert client.get("/livez").status_code == client.get("/api/v1/documents").status_code == 200
                assert client.post("/api/v1/ask", json=opened).status_code == 200
                refused = client.post("/api/v1/ask", json=other)
                assert refused.status_code == 503
                assert refused.json()["code"] == "index_unreachable"
                assert int(refused.headers["retry-after"]) > 0
                assert str(qdrant.port) not in refused.text
                if how == "failing":
                    job = upload(client, another_manual(tmp_path))
                    until(lambda job=job: client.get(job).json()["failures"] == 1)
                well_again()
                until(lambda: all(ready(client).values()))
                until(lambda other=other: client.post("/api/v1/ask", json=other).status_code == 200)
            until(lambda: client.get(job).json()["state"] == "done")
            kept = {each["id"]: each["chunk_count"] for each in client.get("/api/v1/documents").json()["documents"]}
        assert len(kept) == 2
        assert qdrant.points_by_document() == kept
