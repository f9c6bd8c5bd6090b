"""`paillasse worker` as its user has it: takes up what was sent, stops in order, gives back what was not finished."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from home_commands import SAMPLES, children, end, paillasse, servers, started
from paillasse.composition.startup import open_board
from paillasse.settings import Settings
from processes import alive


async def sent(home: Path, name: str) -> str:
    """Send a sample; the id of its job."""

    async def blocks() -> AsyncIterator[bytes]:
        yield (SAMPLES / name).read_bytes()

    async with open_board(Settings(home=home, _env_file=None)) as board:
        return (await board.submit(blocks(), name, "default", "user-1")).id


def job(home: Path, job_id: str) -> dict[str, object]:
    return json.loads(paillasse(home, "jobs", "show", job_id, "--json").stdout)


def reading(worker: int) -> bool:
    """Whether a parser runs under it."""
    return any(b"pdfium" in Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children(worker) if alive(pid))


async def until(process: subprocess.Popen[str], condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert process.poll() is None
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_a_job_is_finished_and_the_worker_stops_in_order(home: Path) -> None:
    job_id = await sent(home, "quivane_96_thermocycler_en.pdf")
    assert job(home, job_id)["state"] == "queued"
    process = started(home, "worker")
    await until(process, lambda: not list((home / "uploads").glob("*")))  # the last that is done for a job
    code, _, err = end(process, signal.SIGTERM)
    assert code == 128 + signal.SIGTERM
    assert "Traceback" not in err
    assert servers(home) == []
    done = job(home, job_id)
    assert (done["state"], done["attempt"]) == ("done", 1)
    assert "0 differences" in paillasse(home, "reconcile", "--check").stdout


async def test_a_job_that_is_not_finished_in_time_is_given_back(home: Path) -> None:
    job_id = await sent(home, "quivane_96_thermocycler_en.pdf")
    process = started(home, "worker", PAILLASSE_WORKER_GRACE_SECONDS="0")
    await until(process, lambda: reading(process.pid))
    end(process, signal.SIGTERM)
    back = job(home, job_id)
    assert (back["state"], back["failures"]) == ("queued", 0)
