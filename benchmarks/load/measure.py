"""The service under load: users who ask, read for 5 to 15 seconds and ask again, over loopback.

    uv run --group load python -m benchmarks.load.measure --home HOME --golden dev_en.jsonl dev_fr.jsonl

HOME holds the ingested manuals and is copied. For each number of users the server is started anew and spoken to for
--seconds, twice: as it comes, just started, and without its cache of answers, after each question was asked once (what
it has read of the manuals it remembers, as a server does that has run for a while). Figures per level:

  p50, p95     milliseconds of POST /api/v1/ask
  per second   questions answered
  failures     requests that got no answer, and what they got
  live p95     milliseconds of GET /livez meanwhile, asked every tenth of a second
  memory       of the server's process when the level ends, MB (proportional set size)

With --soak MINUTES it keeps 50 users for so long instead and notes the memory every ten seconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx
import numpy as np

from benchmarks.footprint import held

_USERS = (1, 10, 50, 200)
_SOAK_USERS = 50
_LOCUSTFILE = Path(__file__).parent / "locustfile.py"
_COMMAND = (sys.executable, "-c", "from paillasse.cli.main import main; main()")
_USER = "load-test"


@dataclass(frozen=True, slots=True)
class Level:
    """What so many users got."""

    users: int
    cache: bool
    p50_ms: float
    p95_ms: float
    per_second: float
    requests: int
    failures: int
    failed_with: tuple[str, ...]
    live_p95_ms: float
    memory_mb: float
    memory_track_mb: tuple[float, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and the key of somebody who may ask."""

    url: str
    key: str
    pid: int


@contextmanager
def serving(home: Path, *, cache: bool) -> Iterator[Server]:
    """Serve a copy of this home."""
    with tempfile.TemporaryDirectory(prefix="paillasse-load-") as folder:
        copy = Path(folder) / "home"
        subprocess.run(["cp", "-a", str(home), str(copy)], check=True)  # noqa: S603, S607 - keeps the owner of the files
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = os.environ | {"PAILLASSE_HOME": str(copy), "PAILLASSE_QUESTIONS_PER_MINUTE": "1000000"}
        if not cache:
            environment["PAILLASSE_ANSWER_CACHE_SECONDS"] = "0"
        password = secrets.token_urlsafe()
        create = [*_COMMAND, "users", "create", _USER, "--email", "load@example.org", "--collection", "default"]
        subprocess.run(create, input=password, text=True, check=True, env=environment, capture_output=True)  # noqa: S603 - our own
        with _started(environment, port) as process:
            url = f"http://127.0.0.1:{port}"
            yield Server(url, _key(url, password), process.pid)


def _key(url: str, password: str) -> str:
    with httpx.Client(base_url=url, timeout=60) as client:
        tokens = client.post("/api/v1/auth/sign-in", json={"name": _USER, "password": password})
        bearer = {"Authorization": f"Bearer {tokens.raise_for_status().json()['access_token']}"}
        wanted = {"name": "load", "collections": ["default"]}
        made = client.post("/api/v1/me/keys", json=wanted, headers=bearer)
        return made.raise_for_status().json()["secret"]


@contextmanager
def _started(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [*_COMMAND, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        try:
            _ready(f"http://127.0.0.1:{port}", process)
            yield process
        finally:
            process.terminate()
            process.wait(60)


def _ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


class Watch:
    """Asks whether the server lives, and how much memory it holds, while others load it."""

    def __init__(self, server: Server, every_seconds: float) -> None:
        self.live_ms: list[float] = []
        self.memory_mb: list[float] = []
        self._server, self._every = server, every_seconds
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._live), threading.Thread(target=self._memory)]

    def __enter__(self) -> Watch:
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _live(self) -> None:
        with httpx.Client(base_url=self._server.url, timeout=60) as client:
            while not self._done.wait(0.1):
                start = time.perf_counter()
                client.get("/livez").raise_for_status()
                self.live_ms.append((time.perf_counter() - start) * 1000)

    def _memory(self) -> None:
        while not self._done.wait(self._every):
            self.memory_mb.append(held(self._server.pid) / 1e6)


def level(server: Server, questions: Path, users: int, seconds: int, *, cache: bool) -> Level:
    """Let so many users ask for so long; what they did while they arrived does not count."""
    with tempfile.TemporaryDirectory() as folder, Watch(server, 10.0) as watch:
        command = [
            *(sys.executable, "-m", "locust", "--locustfile", str(_LOCUSTFILE), "--headless", "--only-summary"),
            *("--host", server.url, "--users", str(users), "--spawn-rate", str(max(1, users / 10))),
            *("--run-time", f"{seconds + 10}s", "--reset-stats", "--csv", f"{folder}/load"),
        ]
        environment = os.environ | {"LOAD_KEY": server.key, "LOAD_QUESTIONS": str(questions)}
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - exits with 1 when a request failed: counted below
        [total] = [row for row in _rows(Path(folder, "load_stats.csv")) if row["Name"] == "Aggregated"]
        failures = tuple(row["Error"] for row in _rows(Path(folder, "load_failures.csv")))
        memory = held(server.pid) / 1e6
    return Level(
        users=users,
        cache=cache,
        p50_ms=float(total["50%"]),
        p95_ms=float(total["95%"]),
        per_second=float(total["Requests/s"]),
        requests=int(total["Request Count"]),
        failures=int(total["Failure Count"]),
        failed_with=failures,
        live_p95_ms=float(np.percentile(watch.live_ms, 95)),
        memory_mb=memory,
        memory_track_mb=tuple(round(each, 1) for each in watch.memory_mb),
    )


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def warmed(server: Server, questions: Sequence[str]) -> None:
    """Ask each question once."""
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}, timeout=60) as client:
        for question in questions:
            client.post("/api/v1/ask", json={"question": question}).raise_for_status()


def questions_of(golden: Sequence[Path]) -> list[str]:
    """The questions of golden sets."""
    return [json.loads(line)["question"] for path in golden for line in path.read_text("utf-8").splitlines() if line]


def main() -> None:
    """Measure, print the table, write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--golden", type=Path, nargs="+", required=True)
    parser.add_argument("--users", type=int, nargs="+", default=list(_USERS))
    parser.add_argument("--seconds", type=int, default=60, help="for each level")
    parser.add_argument("--soak", type=int, default=0, metavar="MINUTES")
    parser.add_argument("--out", type=Path, default=Path("out/bench/load.json"))
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    asked = options.out.with_suffix(".questions.json")
    questions = questions_of(options.golden)
    asked.write_text(json.dumps(questions), encoding="utf-8")
    plan = (
        [(_SOAK_USERS, options.soak * 60, False)]
        if options.soak
        else [(users, options.seconds, cache) for cache in (False, True) for users in options.users]
    )
    levels: list[Level] = []
    sys.stdout.write(
        f"{'users':>6}{'cache':>7}{'p50 ms':>9}{'p95 ms':>9}{'per s':>8}{'failed':>8}{'live p95':>10}{'MB':>8}\n"
    )
    for users, seconds, cache in plan:
        with serving(options.home, cache=cache) as server:
            if not cache:
                warmed(server, questions)
            found = level(server, asked, users, seconds, cache=cache)
        levels.append(found)
        sys.stdout.write(
            f"{found.users:>6}{'yes' if found.cache else 'no':>7}{found.p50_ms:>9.0f}{found.p95_ms:>9.0f}"
            f"{found.per_second:>8.1f}{found.failures:>8}{found.live_p95_ms:>10.0f}{found.memory_mb:>8.0f}\n"
        )
        sys.stdout.writelines(f"{'':>13}  {failure}\n" for failure in found.failed_with)
        sys.stdout.flush()
        options.out.write_text(json.dumps([asdict(each) for each in levels], indent=2), encoding="utf-8")
    asked.unlink()


if __name__ == "__main__":
    main()
