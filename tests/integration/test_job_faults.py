"""Workers killed at every step, databases stopped, disks full: nothing acknowledged is lost, nothing is left behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio

from home_commands import environment
from job_faults import STEPS, faulty_home
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.composition.worker import work
from paillasse.errors.storage import StorageError
from paillasse.ingestion.pipeline import file_sha256
from paillasse.protocols.jobs import WorkerLimits
from paillasse.types.jobs import JobState
from pdf_files import drawn_pdf

KILLS = int(os.environ.get("KILLS", len(STEPS)))
SEED = int(os.environ.get("SEED", "7"))


def manual(folder: Path, name: str) -> Path:
    """Two pages of it, unlike those of any other name."""

    def draw(canvas) -> None:
        for page in range(2):
            canvas.drawString(40, 250, f"Centrifuge {name}, part {page}")
            canvas.drawString(40, 200, f"Press the key {name}-{page} for five seconds to open the lid.")
            canvas.showPage()

    folder.mkdir(exist_ok=True)
    return drawn_pdf(folder / f"{name}.pdf", draw)


@pytest_asyncio.fixture
async def server(home: Path) -> AsyncIterator[EmbeddedPostgres]:
    found = await EmbeddedPostgres.start(home / "postgres")
    yield found
    await found.stop()


async def all_well(home: Path, url: str, acknowledged: set[str]) -> None:
    """What was acknowledged is a document, everything agrees, and nothing waits or lies about."""
    async with faulty_home(home, url) as faulty:
        assert {file_sha256(Path(name)) for name in acknowledged} <= {d.sha256 for d in await faulty.documents.list()}
        assert (await faulty.reconcile()).differences == 0
        jobs = await faulty.jobs.board.list(limit=10_000)
        assert {job.state for job in jobs} <= {JobState.DONE}
        async with faulty.jobs.queue.connect() as queue:
            assert await queue.tickets() == set()
        faulty.jobs.upkeep._begun += 2  # what was left behind a moment ago is left behind
        await faulty.jobs.upkeep.sweep_uploads(alone=True)
        assert list((home / "uploads").glob("*")) == []


async def test_killed_at_every_step(home: Path, server: EmbeddedPostgres) -> None:
    """Each step once, then steps at random; every order sends two more files and takes up what the last one left."""
    random, killed, acknowledged = Random(SEED), list[str](), set[str]()  # noqa: S311 - the same every time
    command = [sys.executable, "-m", "job_faults", str(home), server.url]
    where = os.pathsep.join(sys.path)
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": where}
    with subprocess.Popen(  # noqa: ASYNC220 - starting it blocks for no time worth mentioning
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(**single)
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ordered(step: str, times: int, files: list[str]) -> int:
            process.stdin.write(json.dumps({"step": step, "times": times, "files": files}) + "\n")
            process.stdin.flush()
            done = json.loads(process.stdout.readline())
            acknowledged.update(done["acknowledged"])
            return done["status"]

        for number in range(2 * KILLS):
            if len(killed) == KILLS:
                break
            step = STEPS[number] if number < len(STEPS) else random.choice(STEPS)
            files = [str(manual(home / "sent", f"{number}-{which}")) for which in "ab"]
            times = random.choice((1, 1, 2)) if number >= len(STEPS) else 1
            status = await asyncio.to_thread(ordered, step, times, files)
            assert status in {0, -signal.SIGKILL}
            killed += [step] * (status != 0)
        assert await asyncio.to_thread(ordered, "never", 1, []) == 0
        process.stdin.close()
    assert len(killed) == KILLS
    assert set(killed) >= set(STEPS[:KILLS]) - {"after index.optimize"}  # merging waits until nothing else is at hand
    await all_well(home, server.url, acknowledged)


async def test_the_database_is_stopped_and_comes_back(home: Path) -> None:
    """In the middle of a job: the same worker goes on when it is back, and new files are refused meanwhile."""
    first = await EmbeddedPostgres.start(home / "postgres")
    async with faulty_home(home, first.url) as faulty:
        limits = WorkerLimits(concurrency=2, grace_seconds=1, lease_seconds=60)
        working = asyncio.create_task(work(faulty.jobs, limits, alone=True))
        jobs = [await faulty.submit(manual(home / "sent", name)) for name in "abc"]
        async for progress in faulty.jobs.board.watch(jobs[0]):
            if progress.state is not JobState.QUEUED:
                break
        await first.stop()
        with pytest.raises(StorageError):
            await faulty.submit(manual(home / "sent", "d"))
        await asyncio.sleep(1)
        again = await EmbeddedPostgres.start(home / "postgres")
        for job in jobs:
            async for progress in faulty.jobs.board.watch(job):
                last = progress
            assert last.state is JobState.DONE, last
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        assert (await faulty.reconcile()).differences == 0
    await again.stop()


async def test_workers_share_the_jobs_and_take_over_from_one_that_dies(home: Path, server: EmbeddedPostgres) -> None:
    """Two workers on one queue; the ticket of a third, long silent, comes back to them."""
    async with faulty_home(home, server.url) as faulty:
        job = await faulty.submit(manual(home / "sent", "a"))
        (ticket,) = (await faulty.store.unfinished()).values()
        async with faulty.jobs.queue.connect() as queue:
            held = asyncio.Event()

            async def dead(job_id: str, given: int) -> None:
                assert (job_id, given) == (job, ticket)
                await faulty.store.claim(job_id, given)
                held.set()
                await asyncio.Event().wait()

            third = asyncio.create_task(queue.work(dead, WorkerLimits(1, 0, 600)))
            await held.wait()
            workers = [
                asyncio.create_task(work(faulty.jobs, WorkerLimits(1, 5, 10), alone=alone)) for alone in (True, False)
            ]
            async for progress in faulty.jobs.board.watch(job):
                last = progress
            assert last.state is JobState.DONE
            assert (await faulty.jobs.board.get(job)).failures == 1
            for task in (*workers, third):
                task.cancel()
            await asyncio.gather(*workers, third, return_exceptions=True)
