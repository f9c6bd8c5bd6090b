"""What stands in for things that such a machine does not have: see `benchmarks.watching.prove`."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from model_server import Asked, Reply, claims, model_server
from paillasse.monitoring.metrics import Metrics

_FEATURES = {"language": 0.3, "length": 0.2, "topic": 0.6, "likeness": 0.4, "refused": 0.8, "nothing_found": 0.1}
_MEMORY_LIMIT = 2 << 30


@contextmanager
def language_model() -> Generator[str]:
    """A server that speaks OpenAI's API: it says a line of its context, and every third time something else as well."""
    answered = 0

    def script(asked: Asked) -> Reply:
        nonlocal answered
        answered += 1
        if not asked.lines:
            return Reply(['{"none": true}\n'])
        number, text = next(iter(asked.lines.items()))
        said = [(text, [number])]
        if answered % 3 == 0:
            said.append(("The warranty lasts 99 years.", [number]))
        return Reply([claims(*said)])

    with model_server(script) as server:
        yield f"{server.url}/v1"


@contextmanager
def long_run() -> Generator[str]:
    """Drift, a rollout and a judge, told by the code that a server tells them with; where."""
    metrics = Metrics()
    metrics.drift.told(0.0, _FEATURES, datetime.now(UTC) - timedelta(hours=5))
    metrics.rollout.now("canary", 0.1)

    def told(_path: str, _body: bytes) -> str:
        metrics.judge.judged({"faithfulness": 0.95, "answer_relevancy": 0.9})
        return metrics.exposition().decode()

    with _served(told) as port:
        yield f"127.0.0.1:{port}"


@contextmanager
def containers(pid: int) -> Generator[str]:
    """Figures of a process under the names of cAdvisor and kube-state-metrics; where."""
    with _served(lambda _path, _body: _container(pid)) as port:
        yield f"127.0.0.1:{port}"


def _container(pid: int) -> str:
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
        f'kube_pod_container_resource_limits{{{names},resource="memory"}}': _MEMORY_LIMIT,
        f"kube_pod_container_status_restarts_total{{{names}}}": 0,
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
