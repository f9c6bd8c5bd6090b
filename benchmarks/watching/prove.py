"""Every query of every dashboard over a running service, and two alerts driven to the chat: `make watch-proof`.

    PYTHONPATH=tests uv run python -m benchmarks.watching.prove [--home HOME] [--seconds 60] [--json FILE]

HOME holds ingested manuals and is copied; without it the samples are ingested. What runs, from this repository:
`paillasse serve` with a language model, `paillasse worker`, the rules, Alertmanager's routes and the queries of the
dashboards, unchanged. What stands in, for want of it on such a machine: the language model (a local server that speaks
OpenAI's API), cAdvisor and kube-state-metrics (figures of the server's process, under their names), a chat (a local
server), and a process that tells drift, a rollout and a judge by our own code, since these take days or a model. Only
addresses and intervals of Prometheus' and Alertmanager's configuration are others. Both programs have to be installed:
`apt-get install prometheus prometheus-alertmanager`, without starting them.

It ends with 1 when a query or a recording rule has no series, or an alert does not reach the chat. Pictures of the
dashboards go to out/watching.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from benchmarks.watching.drawing import drawn
from benchmarks.watching.load import Load
from benchmarks.watching.processes import Running, service, watchers

ROOT = Path(__file__).parents[2]
OUT = ROOT / "out" / "watching"
_ALERT_SECONDS = 150


@dataclass
class Proof:
    """What was found."""

    panels: int = 0
    queries: int = 0
    without_series: list[str] = field(default_factory=list[str])
    rules: int = 0
    rules_without_series: list[str] = field(default_factory=list[str])
    alerts_seconds: dict[str, float] = field(default_factory=dict[str, float])
    """From the cause to the message in the chat, by its words; 0 for one that came while dashboards were looked at."""
    questions: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.without_series and not self.rules_without_series and len(self.alerts_seconds) == 2


def dashboards() -> Iterator[dict[str, Any]]:
    """As Grafana reads them."""
    for path in sorted((ROOT / "deploy" / "grafana" / "dashboards").glob("*.json")):
        yield json.loads(path.read_text("utf-8"))


def recorded() -> list[str]:
    """Names of the recording rules, one for each."""
    rules = yaml.safe_load((ROOT / "deploy" / "prometheus" / "rules" / "recording.yml").read_text("utf-8"))
    return [
        rule["record"] + "".join(f'{{{name}="{value}"}}' for name, value in rule.get("labels", {}).items())
        for group in rules["groups"]
        for rule in group["rules"]
    ]


def series(prometheus: str, query: str) -> list[dict[str, Any]]:
    """What a query gives now, without what is no number."""
    answer = httpx.get(f"{prometheus}/api/v1/query", params={"query": query}, timeout=30)
    found = answer.raise_for_status().json()["data"]["result"]
    return [one for one in found if one["value"][1] != "NaN"]


def looked_at(prometheus: str, proof: Proof) -> None:
    """Run every query of every panel, and ask for every recording rule."""
    for board in dashboards():
        for panel in board["panels"]:
            proof.panels += 1
            for target in panel["targets"]:
                proof.queries += 1
                if not series(prometheus, target["expr"]):
                    proof.without_series.append(f"{board['title']}, {panel['title']}: {target['expr']}")
    for rule in recorded():
        proof.rules += 1
        if not series(prometheus, rule):
            proof.rules_without_series.append(rule)


def reaches(chat: Sequence[str], words: str) -> float | None:
    """Seconds until the chat has a message with these words; 0 where it was there already, None where it never came."""
    began = time.monotonic()
    while time.monotonic() < began + _ALERT_SECONDS:
        if any(words in message for message in list(chat)):
            return round(time.monotonic() - began, 1)
        time.sleep(0.5)
    return None


def prove(home: Path | None, seconds: float) -> Proof:
    """All of it."""
    proof = Proof()
    with tempfile.TemporaryDirectory(prefix="paillasse-watch-") as folder, ExitStack() as stack:
        running: Running = stack.enter_context(service(Path(folder), home))
        seen = stack.enter_context(watchers(Path(folder), running))
        with Load(running.url, running.key) as load:
            load.run(seconds)
            proof.questions = load.questions
            time.sleep(15)  # two scrapes and an evaluation after the last event
            looked_at(seen.prometheus, proof)
            for board in dashboards():
                drawn(board, seen.prometheus, OUT / f"{board['uid']}.webp")
        causes = {"tokens are spent": lambda: None, "does not answer": running.kill}
        for words, cause in causes.items():
            cause()
            if (waited := reaches(seen.chat, words)) is not None:
                proof.alerts_seconds[words] = waited
        (OUT / "chat.json").write_text(json.dumps(seen.chat, indent=1, ensure_ascii=False), "utf-8")
    return proof


def main() -> None:
    """Prove, tell, and end with 1 where something is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="a home with ingested manuals; the samples without it")
    parser.add_argument("--seconds", type=float, default=60, help="of load")
    parser.add_argument("--json", type=Path, default=OUT / "proof.json")
    arguments = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    proof = prove(arguments.home, arguments.seconds)
    told = json.dumps(asdict(proof), indent=2, ensure_ascii=False)
    arguments.json.write_text(told + "\n", "utf-8")
    print(told)
    sys.exit(0 if proof.holds else 1)


if __name__ == "__main__":
    main()
