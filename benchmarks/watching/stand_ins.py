"""What stands in for things that such a machine does not have: see `benchmarks.watching.prove`."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from model_server import Asked, Reply, claims, model_server
from paillasse.monitoring.metrics import Metrics

_FEATURES = {"language": 0.3, "length": 0.2, "topic": 0.6, "likeness": 0.4, "refused": 0.8, "nothing_found": 0.1}
_MEMORY_LIMIT = 2 << 30


@dataclass
class Manner:
    """How a language model behaves."""

    fails_every: int = 0
    """Of its calls, this one is an error; 0 for none."""
    seconds: float = 0.0
    """Before it says something."""
    invents_every: int = 3
    """Of its replies, this one holds what is not on the page,"""
    invented: int = 1
    """in so many sentences."""


@contextmanager
def language_model(manner: Manner) -> Generator[str]:
    """A server that speaks OpenAI's API: it says a line of its context, and something else as well now and then."""
    answered = 0

    def script(asked: Asked) -> Reply:
        nonlocal answered
        answered += 1
        if manner.fails_every and answered % manner.fails_every == 0:
            return Reply(status=500)
        time.sleep(manner.seconds)
        if not asked.lines:
            return Reply(['{"none": true}\n'])
        number, text = next(iter(asked.lines.items()))
        said = [(text, [number])]
        if answered % manner.invents_every == 0:
            said += [(f"The warranty lasts {99 + more} years.", [number]) for more in range(manner.invented)]
        return Reply([claims(*said)])

    with model_server(script) as server:
        yield f"{server.url}/v1"


@contextmanager
def long_run(*, bad: bool = False) -> Generator[str]:
    """Drift, a rollout and a judge, told by the code that a server tells them with; where.

    Args:
        bad: questions have drifted, it was not checked for long, a canary was taken back, and the disk is nearly full.
    """
    metrics = Metrics()
    metrics.drift.told(0.0, _FEATURES, datetime.now(UTC) - timedelta(hours=5))
    metrics.rollout.now("canary", 0.1)
    if bad:
        metrics.drift.told(0.2, _FEATURES | {"topic": 1.7}, datetime.now(UTC) - timedelta(days=4))
        metrics.standing.disk_free.set(5 << 30)
        metrics.standing.disk_size.set(100 << 30)

    def told(_path: str, _body: bytes) -> str:
        metrics.judge.judged({"faithfulness": 0.95, "answer_relevancy": 0.9})
        if bad:
            metrics.rollout.rolled_back("errors")
        return metrics.exposition().decode()

    with _served(told) as port:
        yield f"127.0.0.1:{port}"


@contextmanager
def containers(pid: int, *, bad: bool = False) -> Generator[str]:
    """Figures of a process under the names of cAdvisor and kube-state-metrics; where.

    Args:
        pid: of the process.
        bad: its limit is what it has, it starts anew all the time, and the last backup is two days old.
    """
    asked = 0

    def told(_path: str, _body: bytes) -> str:
        nonlocal asked
        asked += 1
        return _container(pid, asked if bad else 0)

    with _served(told) as port:
        yield f"127.0.0.1:{port}"


def _container(pid: int, restarts: int) -> str:
    try:
        spent = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        resident = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * 4096
        network = Path(f"/proc/{pid}/net/dev").read_text("ascii").partition("lo:")[2].split()
    except OSError:  # it was killed
        return ""
    names = 'namespace="paillasse",pod="paillasse-0",container="server"'
    pod = 'namespace="paillasse",pod="paillasse-0"'
    told = {
        f"container_cpu_usage_seconds_total{{{names}}}": (int(spent[11]) + int(spent[12])) / 100,
        f"container_memory_working_set_bytes{{{names}}}": resident,
        f"container_network_receive_bytes_total{{{pod}}}": network[0],
        f"container_network_transmit_bytes_total{{{pod}}}": network[8],
        f'kube_pod_container_resource_limits{{{names},resource="memory"}}': resident if restarts else _MEMORY_LIMIT,
        f"kube_pod_container_status_restarts_total{{{names}}}": restarts,
        'kube_cronjob_status_last_successful_time{cronjob="paillasse-backup"}': time.time()
        - (172800 if restarts else 0),
    }
    return "".join(f"{name} {value}\n" for name, value in told.items())


@contextmanager
def chat() -> Generator[tuple[str, list[str]]]:
    """Where Alertmanager sends its messages, and those that came."""
    messages: list[str] = []

    def kept(_path: str, body: bytes) -> str:
        messages.append(json.dumps(json.loads(body), ensure_ascii=False))
        return "ok"

    with _served(kept) as port:
        yield f"http://127.0.0.1:{port}/hook", messages


@contextmanager
def _served(answer: Callable[[str, bytes], str]) -> Generator[int]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = answer(self.path, body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST = _answer  # noqa: N815 - names of the standard library

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
