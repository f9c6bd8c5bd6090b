"""A server process of one's own, spoken to over the network."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from home_commands import COMMAND, environment
from paillasse.client.announcement import find_server


@dataclass
class Serving:
    """A running server."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int

    def client(self) -> httpx.Client:
        """An administrator, who is a member of the default collection."""
        found = find_server(self.home)
        assert found is not None
        return httpx.Client(base_url=found.url, headers={"Authorization": f"Bearer {found.key}"}, timeout=60)

    def connection(self, head: str) -> socket.socket:
        """A connection over which the head of a request was sent, as `client` would send it."""
        found = find_server(self.home)
        assert found is not None
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        opened.sendall(f"{head}\r\nHost: localhost\r\nAuthorization: Bearer {found.key}\r\n\r\n".encode())
        return opened


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[Serving]:
    """Serve this home until the block ends; its log lies in the home."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [*COMMAND, "--home", str(home), "serve", "--port", str(port)],
            stdout=log,
            stderr=log,
            env=environment(**settings),
            start_new_session=True,
        )
    with process:
        try:
            _wait(process, f"http://127.0.0.1:{port}/readyz")
            yield Serving(process, home, port)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + 60
    with httpx.Client() as client:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if client.get(url).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    raise AssertionError(f"The server does not answer; it ended with {process.poll()}.")
