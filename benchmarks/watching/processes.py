"""What runs while it is proved: the service and what it talks to, and what watches it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from benchmarks.watching.hurry import FACTOR, hurried
from benchmarks.watching.stand_ins import Manner, chat, containers, language_model, long_run
from paillasse.client.announcement import find_server
from paillasse.composition.startup import open_services
from paillasse.generations.rebuilding import rebuild
from paillasse.pipeline_config import PipelineConfig, Released
from paillasse.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
_COMMAND = (sys.executable, "-c", "from paillasse.cli.main import main; main()")
_CONFIG = PipelineConfig.model_validate(
    {"answering": {"generator": "llm"}, "model": {"provider": "openai", "name": "gpt-4o-mini"}}
)
_SCRAPE_SECONDS = 3


@dataclass
class Running:
    """The service."""

    home: Path
    told: Mapping[str, str]
    """Its environment."""
    port: int
    worker_port: int
    model: Manner
    """How its language model behaves."""
    process: subprocess.Popen[bytes] = field(init=False)
    key: str = field(init=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, **more: str) -> None:
        """Start it, with more in its environment, and wait until it answers."""
        command = [*_COMMAND, "serve", "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, env=os.environ | self.told | more, stdout=quiet, stderr=quiet)  # noqa: S603 - our own
        _wait(f"{self.url}/readyz")
        found = find_server(self.home)
        if found is None:
            raise RuntimeError("The server does not say where it is.")
        self.key = found.key

    def kill_database(self) -> None:
        """As when the machine runs out of memory."""
        os.kill(int((self.home / "postgres" / "postmaster.pid").read_text("ascii").split()[0]), signal.SIGKILL)

    def stop(self) -> None:
        """In order."""
        self.process.terminate()
        self.process.wait()

    def kill(self) -> None:
        """As a machine that loses its power."""
        self.process.kill()
        self.process.wait()


@dataclass
class Seen:
    """What watches it."""

    prometheus: str
    chat: list[str]
    """Messages."""
    process: subprocess.Popen[bytes]
    configuration: Path
    """Of Prometheus."""

    def forget(self, job: str) -> None:
        """Have Prometheus look for nothing of this job any more."""
        told = yaml.safe_load(self.configuration.read_text("utf-8"))
        told["scrape_configs"] = [one for one in told["scrape_configs"] if one["job_name"] != job]
        self.configuration.write_text(yaml.safe_dump(told), "utf-8")
        self.process.send_signal(signal.SIGHUP)


@contextmanager
def service(folder: Path, home: Path | None, *, left_over: bool = False, **more: str) -> Generator[Running]:
    """`paillasse serve` over a copy of the home with a language model, and a worker with a home of its own.

    Args:
        folder: for the homes.
        home: with manuals; the samples are ingested without one.
        left_over: a file that belongs to no document lies in the home.
        more: its environment.
    """
    copy = folder / "home"
    with ExitStack() as stack:
        model = Manner()
        told = {"PAILLASSE_OPENAI_URL": stack.enter_context(language_model(model)), "PAILLASSE_OPENAI_KEY": "none"}
        told |= {
            "PAILLASSE_HOME": str(copy),
            "PAILLASSE_TOKENS_PER_DAY": "1000",
            "PAILLASSE_QUESTIONS_PER_MINUTE": "9999",
        }
        if home is None:
            _run(["ingest", str(ROOT / "samples" / "manuals")], told)
        else:
            subprocess.run(["cp", "-a", str(home), str(copy)], check=True)  # noqa: S603, S607 - keeps the owner of the files
        asyncio.run(_promoted(Settings(home=copy, openai_url=told["PAILLASSE_OPENAI_URL"])))
        if left_over:
            (copy / "files" / f"{'0' * 64}.pdf").write_bytes(b"left over")
        running = Running(copy, told | more, free_port(), free_port(), model)
        own = told | {"PAILLASSE_HOME": str(folder / "worker")}
        stack.enter_context(_started([*_COMMAND, "worker", "--metrics-port", str(running.worker_port)], own))
        _wait(f"http://127.0.0.1:{running.worker_port}/metrics")
        running.start()
        stack.callback(running.stop)
        yield running


@contextmanager
def watchers(folder: Path, running: Running, *, bad: bool = False) -> Generator[Seen]:
    """Prometheus and Alertmanager with the configuration of `deploy`, at other addresses and in a hurry.

    Args:
        folder: for what they write.
        running: what they watch.
        bad: what stands in tells of trouble, and the rules are those of `hurry`.
    """
    with ExitStack() as stack:
        url, messages = stack.enter_context(chat())
        secret = folder / "webhook_url"
        secret.write_text(url, "utf-8")
        ports = {name: free_port() for name in ("prometheus", "alertmanager")}
        targets = {
            "paillasse": [running.url.removeprefix("http://"), stack.enter_context(long_run(bad=bad))],
            "paillasse-worker": [f"127.0.0.1:{running.worker_port}"],
            "cadvisor": [stack.enter_context(containers(running.process.pid, bad=bad))],
            **{name: [f"127.0.0.1:{port}"] for name, port in ports.items()},
        }
        scraped, routed = folder / "prometheus.yml", folder / "alertmanager.yml"
        configuration = _scraping(targets)
        lookback = 300
        if bad:
            configuration |= hurried(configuration["rule_files"], folder)
            lookback //= FACTOR
        scraped.write_text(yaml.safe_dump(configuration), "utf-8")
        routed.write_text(yaml.safe_dump(_routing(secret)), "utf-8")
        log = (folder / "watchers.log").open("wb")
        stack.callback(log.close)
        commands = [
            [
                tool("prometheus"),
                f"--config.file={scraped}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--query.lookback-delta={lookback}s",
            ],
            [
                tool("prometheus-alertmanager"),
                f"--config.file={routed}",
                f"--storage.path={folder / 'told'}",
                "--cluster.listen-address=",
            ],
        ]
        processes: list[Any] = []
        for command, port in zip(commands, ports.values(), strict=True):
            listening = f"--web.listen-address=127.0.0.1:{port}"
            processes.append(stack.enter_context(_started([*command, listening], {}, log)))
            _wait(f"http://127.0.0.1:{port}/-/ready")
        yield Seen(f"http://127.0.0.1:{ports['prometheus']}", messages, processes[0], scraped)


def _scraping(targets: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    config = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
    config["global"] = {"scrape_interval": f"{_SCRAPE_SECONDS}s", "evaluation_interval": "5s"}
    config["rule_files"] = [str(DEPLOY / "prometheus" / pattern) for pattern in config["rule_files"]]
    config["alerting"]["alertmanagers"] = [{"static_configs": [{"targets": list(targets["alertmanager"])}]}]
    config["scrape_configs"] = [
        {"job_name": job["job_name"], "static_configs": [{"targets": list(targets[job["job_name"]])}]}
        for job in config["scrape_configs"]
    ]
    return config


def _routing(secret: Path) -> dict[str, Any]:
    config = yaml.safe_load((DEPLOY / "alertmanager" / "alertmanager.yml").read_text("utf-8"))
    config["route"] |= {"group_wait": "1s", "group_interval": "10s"}
    for receiver in config["receivers"]:
        for chats in receiver["slack_configs"]:
            chats["api_url_file"] = str(secret)
    return config


def tool(name: str) -> str:
    """A program of the machine."""
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is missing: apt-get install prometheus prometheus-alertmanager")
    return found


def free_port() -> int:
    """A port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


async def _promoted(settings: Settings) -> None:
    """Have a language model answer: the last step of a promotion, without the gates before it."""
    async with open_services(settings, _CONFIG) as services:
        await rebuild(services, lambda _stage, _done, _total: None, Released(config=_CONFIG, release="1"))


def _run(arguments: list[str], told: Mapping[str, str]) -> None:
    subprocess.run([*_COMMAND, *arguments], check=True, env=os.environ | told, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


@contextmanager
def _started(command: list[str], told: Mapping[str, str], log: Any = subprocess.DEVNULL) -> Generator[Any]:
    with subprocess.Popen(command, env=os.environ | told, stdout=log, stderr=log) as process:  # noqa: S603 - as above
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()


def _wait(url: str) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer.")
