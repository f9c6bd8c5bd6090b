"""`paillasse serve` as its user has it: a real process, a real home, real requests."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from access_stores import PASSWORD
from home_commands import paillasse, servers, started
from paillasse.client.announcement import find_server


@dataclass
class Server:
    """A running server and what it said so far."""

    process: subprocess.Popen[str]
    url: str
    said: list[str] = field(default_factory=list)

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        with httpx.Client() as client:
            while time.monotonic() < deadline:
                assert self.process.poll() is None, self.said
                try:
                    if client.get(f"{self.url}/readyz").status_code == 200:
                        return
                except httpx.TransportError:
                    time.sleep(0.1)
        raise AssertionError(self.said)


@contextmanager
def serving(home: Path, *command: object) -> Iterator[Server]:
    """Until the block ends, if it is not stopped before."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = started(home, *command, "--port", port)
    assert process.stderr is not None
    made = Server(process, f"http://127.0.0.1:{port}")
    reading = threading.Thread(target=made.said.extend, args=(process.stderr,))
    reading.start()
    made.wait()
    with process:
        yield made
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        reading.join()


def test_from_an_empty_folder_to_a_signed_in_administrator(empty_home: Path) -> None:
    with serving(empty_home, "serve") as server:
        said = "".join(server.said)
        assert f"localhost:{server.url.rpartition(':')[2]}/api/docs" in said
        [token] = re.findall(r"[\w-]{43}", said)
        body = {"token": token, "username": "ada", "email": "ada@example.org", "password": PASSWORD}
        with httpx.Client(base_url=server.url) as client:
            made = client.post("/api/v1/auth/setup", json=body)
            assert made.status_code == 201
            bearer = {"Authorization": f"Bearer {made.json()['access_token']}"}
            assert client.get("/api/v1/me", headers=bearer).json()["role"] == "admin"
            assert "process_resident_memory_bytes" in client.get("/metrics").text
        in_use = paillasse(empty_home, "users", "list")
        assert in_use.returncode == 1
        assert "home_in_use" in in_use.stderr


def test_the_demo_serves_what_it_ingested_to_an_account_that_it_shows_once(home: Path, tmp_path: Path) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "lid.md").write_text("# Rotorix 500\n\nOpen the lid of the centrifuge before you clean it.\n")
    with serving(home, "demo", samples, "--serve") as server:
        [password] = re.findall(r"(?:[0-9a-f]{4}-){4}[0-9a-f]{4}", "".join(server.said))
        with httpx.Client(base_url=server.url) as client:
            tokens = client.post("/api/v1/auth/sign-in", json={"name": "demo", "password": password}).json()
            bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
            assert client.get("/api/v1/documents", headers=bearer).json()["total"] == 1
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(60) == 128 + signal.SIGINT
    assert "Traceback" not in "".join(server.said)


def test_the_key_of_its_commands_is_good_nowhere_else_and_its_log_names_nobody(home: Path) -> None:
    with serving(home, "serve") as server:
        found = find_server(home)
        assert found is not None
        assert (found.url, found.pid) == (server.url, server.process.pid)
        with httpx.Client(base_url=found.url, headers={"Authorization": f"Bearer {found.key}"}) as client:
            me = client.get("/api/v1/me").json()
            assert (me["username"], me["role"], me["collections"]) == ("command-line", "admin", ["default"])
            assert client.get("/api/v1/me", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 401
        with httpx.Client(base_url=server.url) as client:
            client.post("/api/v1/auth/sign-in", json={"name": "dr.who@example.org", "password": "hunter2hunter2"})
            client.get("/api/v1/me/keys/none")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 128 + signal.SIGTERM
    assert servers(home) == []
    assert not (home / "server.json").exists()
    lines = [json.loads(line) for line in server.said if line.startswith("{")]
    assert [(line["route"], line["status"]) for line in lines if line["message"] == "request"] == [
        ("/api/v1/me", 200),
        ("/api/v1/me", 401),
        ("/api/v1/auth/sign-in", 401),
        ("/api/v1/me/keys/{key_id}", 405),
    ]
    written = "".join(server.said)
    assert "Traceback" not in written
    assert not any(word in written for word in ("dr.who", "hunter2", "127.0.0.1", "203.0.113"))


def test_a_port_that_is_taken_is_said_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = paillasse(tmp_path, "serve", "--port", taken.getsockname()[1])
    assert done.returncode == 1
    assert "Address already in use" in " ".join(done.stderr.split())
    assert "--port" in done.stderr
    assert not tmp_path.joinpath("postgres").exists()
