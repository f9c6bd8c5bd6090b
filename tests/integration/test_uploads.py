"""Uploads to a real server: they become documents, or leave nothing behind, whatever dies or floods meanwhile."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from home_commands import SAMPLES, paillasse
from processes import kill
from serving import Serving, serving

MANUAL = SAMPLES / "quivane_96_thermocycler_en.pdf"
URL = "/api/v1/documents"
HERE = {"collection": "default"}
PDF = {"Content-Type": "application/pdf"}
HEAD = "POST /api/v1/documents?collection=default&filename=a.pdf HTTP/1.1\r\nContent-Type: application/pdf"


@pytest.fixture(scope="module")
def running(settle: Callable[[Path], Path]) -> Iterator[Serving]:
    """A server for those who leave nothing behind."""
    with TemporaryDirectory(prefix="paillasse-test-") as directory, serving(settle(Path(directory))) as server:
        yield server


def left(home: Path) -> list[str]:
    """Names of what lies in the folder of uploads."""
    return [path.name for path in (home / "uploads").rglob("*")]


def emptied(home: Path) -> bool:
    """Whether nothing lies there, or soon does no more."""
    deadline = time.monotonic() + 20
    while left(home) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not left(home)


def ended(client: httpx.Client, location: str) -> str:
    """Watch a job to its end: the id of its document."""
    with client.stream("GET", f"{location}/events") as told:
        lines = [line for line in told.iter_lines() if line.startswith("data: ")]
    assert '"state":"done"' in lines[-1], lines
    return str(client.get(location).json()["document_id"])


def test_one_manual_sent_ten_times_at_once_and_once_more_is_one_document(home: Path) -> None:
    with serving(home) as server, server.client() as client:

        def send(number: int) -> httpx.Response:
            return client.post(URL, data=HERE, files={"file": (f"{number}.pdf", MANUAL.read_bytes())})

        with ThreadPoolExecutor(10) as threads:
            responses = list(threads.map(send, range(10)))
        assert {response.status_code for response in responses} == {202}
        documents = {ended(client, response.headers["location"]) for response in responses}
        documents.add(ended(client, send(10).headers["location"]))
        assert len(documents) == 1
        assert emptied(home)
    listed = paillasse(home, "documents", "list", "--json").stdout
    assert listed.count(f'"{documents.pop()}"') == 1
    assert "0 differences" in paillasse(home, "reconcile", "--check").stdout


def test_a_server_killed_in_the_middle_acknowledged_nothing(home: Path) -> None:
    with serving(home) as server:
        connection = server.connection(f"{HEAD}\r\nContent-Length: {1 << 20}")
        connection.sendall(b"%PDF-1.7\n" + bytes(1 << 19))
        deadline = time.monotonic() + 20
        while not left(home) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert [name for name in left(home) if name.endswith(".part")]
        kill(server.process.pid)
        connection.close()
    for path in (home / "uploads").rglob("*"):  # what clocks may differ by is over
        os.utime(path, (time.time() - 3600,) * 2)
    with serving(home) as server, server.client() as client:
        assert emptied(home)
        assert client.get("/api/v1/jobs").json()["jobs"] == []
        response = client.post(URL, params=HERE, content=MANUAL.read_bytes(), headers=PDF)
        assert ended(client, response.headers["location"])


def test_a_sender_who_leaves_in_the_middle_leaves_nothing(running: Serving) -> None:
    with running.client() as client:
        for announced in (f"Content-Length: {1 << 20}", "Transfer-Encoding: chunked"):
            connection = running.connection(f"{HEAD}\r\n{announced}")
            connection.sendall(b"800\r\n%PDF-1.7\n" + bytes(2039) + b"\r\n")
            time.sleep(0.2)
            connection.close()
            assert emptied(running.home)
        assert client.get("/api/v1/jobs").json()["jobs"] == []


def test_a_disk_that_fills(home: Path) -> None:
    with small_disk(home / "uploads"), serving(home) as server, server.client() as client:
        big = b"%PDF-1.7\n" + bytes(4 << 20)
        for _ in range(2):
            response = client.post(URL, params=HERE, content=big, headers=PDF)
            assert (response.status_code, response.json()["code"]) == (507, "disk_full")
            assert left(home) == []
        response = client.post(URL, data=HERE, files={"file": ("a.pdf", MANUAL.read_bytes())})
        assert ended(client, response.headers["location"])


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of 2 MiB in this place, where this user may have one."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("this user may not mount a file system")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_floods_are_refused_while_the_server_stays_awake(running: Serving) -> None:
    with running.client() as client:
        form = {"Content-Type": "multipart/form-data; boundary=XX"}
        part = b'--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        floods = [
            (form, part * 100_000),
            (form, b"--XX\r\n" + b"X-A: b\r\n" * 500_000),
            (form, b"--XX\r\nX: " + bytes(b"a" * (5 << 20))),
            (form, b"\r\n" * (3 << 20)),
            (form, b'--XX\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + bytes(10 << 20)),
            (PDF, b"MZ" + bytes(10 << 20)),
        ]

        def send(flood: tuple[dict[str, str], bytes]) -> int:
            try:
                return client.post(URL, params=HERE, headers=flood[0], content=flood[1]).status_code
            except httpx.TransportError:  # it hung up on us before we had sent everything
                return 0

        with awake(running) as seconds, ThreadPoolExecutor(12) as threads:
            statuses = list(threads.map(send, floods * 4))
        assert set(statuses) <= {0, 415, 422}
        assert any(statuses)
        assert sorted(seconds)[len(seconds) // 2] < 0.1
        assert emptied(running.home)
        assert client.get("/api/v1/jobs").json()["jobs"] == []


@contextmanager
def awake(server: Serving) -> Iterator[list[float]]:
    """How long `/livez` takes, asked again and again until the block ends."""
    seconds: list[float] = []
    over = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=30) as client:
            while not over.wait(0.02):
                began = time.perf_counter()
                assert client.get("/livez").status_code == 200
                seconds.append(time.perf_counter() - began)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield seconds
    finally:
        over.set()
        asking.join()
