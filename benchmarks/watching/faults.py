"""Every alert driven to the chat by its cause: `make watch-faults`.

    PYTHONPATH=tests uv run python -m benchmarks.watching.faults [--home HOME] [--json FILE]

As `benchmarks.watching.prove`, but the rules are thirty times as fast (`hurry`), so that what takes an hour shows in
two minutes, and things go wrong: the service is killed and started without a worker, the database dies, a file is left
over, the language model invents, fails, dies and dawdles, too many ask at once, files are broken, users complain.
What takes days, a full disk or a cluster is told by what stands in: drift, a canary, the disk, containers, backups.

It ends with 1 when an alert does not reach the chat.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import yaml

from benchmarks.watching.load import questions
from benchmarks.watching.processes import DEPLOY, Running, Seen, service, watchers
from benchmarks.watching.prove import OUT
from benchmarks.watching.stand_ins import Manner

_WAIT_SECONDS = 300
_USERS = 12
_AT_ONCE = 4
_SLOW_SECONDS = 6.0
_BYTES = {"Content-Type": "application/octet-stream"}


@dataclass
class Driven:
    """What was found."""

    seconds: dict[str, float] = field(default_factory=dict[str, float])
    """From the cause to the message in the chat, by alert."""
    missing: list[str] = field(default_factory=list[str])


def runbooks() -> dict[str, str]:
    """The runbook of each alert: messages in the chat name it."""
    groups = [yaml.safe_load(path.read_text("utf-8"))["groups"] for path in (DEPLOY / "prometheus/rules").glob("*.yml")]
    rules: list[dict[str, Any]] = [rule for found in groups for group in found for rule in group["rules"]]
    return {rule["alert"]: rule["annotations"]["runbook"] for rule in rules if "alert" in rule}


class Trouble:
    """Causes, each with the alerts that it is to raise, in the order in which they are driven."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._model = running.model
        self._questions = iter(questions())
        self._asked = count()

    def causes(self, seen: Seen) -> Iterator[tuple[Callable[[], Any], tuple[str, ...]]]:
        """What to enter, and what follows from it while one is inside."""
        at_once = ("DriftDetected", "DriftUnchecked", "RolloutRolledBack", "DiskFilling", "StoresDisagree")
        yield self.nothing, (*at_once, "PodMemoryNearLimit", "PodRestarting", "BackupMissing")
        yield self.users_complain, ("RefusalsHigh", "FeedbackNegative", "IngestionFailing")
        yield self.model(invents_every=1, invented=9), ("ClaimsUngrounded", "TokenBudgetSpent")
        yield self.model(fails_every=2), ("LanguageModelFailing",)
        yield self.model(fails_every=1), ("BreakerOpen",)
        yield self.model(seconds=_SLOW_SECONDS), ("QuestionsQueueing", "AnswersSlow")
        yield self.no_time_and_no_worker, ("ServiceDown", "QuestionsFailing", "HttpErrors", "IngestionStalled")
        yield self.no_database, ("PartDown",)
        yield lambda: self.forgotten(seen), ("MetricsAbsent",)

    @contextmanager
    def nothing(self) -> Generator[None]:
        """What stands in tells of trouble from the beginning, and a file was left over before the service started."""
        yield

    @contextmanager
    def users_complain(self) -> Generator[None]:
        """Of refusals, with thumbs down, and send files that nobody can read."""
        with self._client() as client, ThreadPoolExecutor(_AT_ONCE) as pool:
            exchanges = list(pool.map(lambda _: self._ask(client, "Is the moon made of cheese"), range(60)))
            opinion = {"thumb": "down", "reason": "refused_wrongly"}
            for exchange in exchanges[:12]:
                client.put(f"/exchanges/{exchange}/feedback", json=opinion).raise_for_status()
            for number in range(6):
                self._send(client, f"broken-{number}.pdf", b"%PDF-1.7\nbroken" + bytes([number]))
            yield

    def model(self, **how: float) -> Callable[[], Any]:
        """The language model behaves otherwise, while users ask."""

        @contextmanager
        def entered() -> Generator[None]:
            before = asdict(self._model)
            vars(self._model).update(how)
            with self._crowd():
                yield
            vars(self._model).update(before)

        return entered

    @contextmanager
    def no_time_and_no_worker(self) -> Generator[None]:
        """The service is killed, and comes back with less time for an answer than its model takes, and no worker."""
        self._running.kill()
        time.sleep(15)
        self._running.start(PAILLASSE_ANSWER_SECONDS="3", PAILLASSE_WORKER="false")
        self._model.seconds = _SLOW_SECONDS
        with self._client() as client:
            self._send(client, "waits.md", b"# Pump\n\nOpen the lid of the pump.\n")
        with self._crowd():
            yield
        self._model.seconds = Manner.seconds

    @contextmanager
    def no_database(self) -> Generator[None]:
        """PostgreSQL is killed."""
        self._running.kill_database()
        yield

    @contextmanager
    def forgotten(self, seen: Seen) -> Generator[None]:
        """Prometheus does not know any more where servers are."""
        seen.forget("paillasse")
        yield

    @contextmanager
    def _crowd(self) -> Generator[None]:
        """Users who ask one question after the other."""
        enough = threading.Event()

        def user() -> None:
            with self._client() as client:
                while not enough.is_set():
                    self._ask(client, next(self._questions))

        users = [threading.Thread(target=user) for _ in range(_USERS)]
        for each in users:
            each.start()
        try:
            yield
        finally:
            enough.set()
            for each in users:
                each.join()

    def _client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self._running.key}"}
        return httpx.Client(base_url=f"{self._running.url}/api/v1", headers=headers, timeout=120)

    def _ask(self, client: httpx.Client, question: str) -> str:
        """The id of the exchange; empty where there is no answer. No question is like another, so none is kept."""
        answer = client.post("/ask", json={"question": f"{question.rstrip(' ?')}, {next(self._asked)}?"})
        return answer.json()["exchange_id"] if answer.is_success else ""

    def _send(self, client: httpx.Client, name: str, content: bytes) -> None:
        where = {"collection": "default", "filename": name}
        client.post("/documents", params=where, content=content, headers=_BYTES).raise_for_status()


def drive(home: Path | None) -> Driven:
    """All of it."""
    driven, pages = Driven(), runbooks()
    with tempfile.TemporaryDirectory(prefix="paillasse-faults-") as folder, ExitStack() as stack:
        few = {"PAILLASSE_ANSWERS_AT_ONCE": str(_AT_ONCE), "PAILLASSE_DRIFT_HOURS": "0"}
        running = stack.enter_context(service(Path(folder), home, left_over=True, **few))
        seen = stack.enter_context(watchers(Path(folder), running, bad=True))
        for cause, alerts in Trouble(running).causes(seen):
            began = time.monotonic()
            with cause():
                for alert in alerts:
                    if reached(seen.chat, pages[alert]):
                        driven.seconds[alert] = round(time.monotonic() - began, 1)
                    else:
                        driven.missing.append(alert)
                    print(alert, driven.seconds.get(alert, "did not come"), flush=True)
        (OUT / "faults-chat.json").write_text(json.dumps(seen.chat, indent=1, ensure_ascii=False), "utf-8")
    driven.missing += sorted(pages.keys() - driven.seconds.keys() - set(driven.missing))
    return driven


def reached(chat: list[str], runbook: str) -> bool:
    """Whether a message with this runbook came within a while."""
    until = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < until:
        if any(runbook in message for message in list(chat)):
            return True
        time.sleep(0.5)
    return False


def main() -> None:
    """Drive, tell, and end with 1 where an alert is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="a home with ingested manuals; the samples without it")
    parser.add_argument("--json", type=Path, default=OUT / "faults.json")
    arguments = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    driven = drive(arguments.home)
    arguments.json.write_text(json.dumps(asdict(driven), indent=2) + "\n", encoding="utf-8")
    sys.exit(1 if driven.missing else 0)


if __name__ == "__main__":
    main()
