"""The queue of jobs in PostgreSQL, by procrastinate: tickets, leases by heartbeat, NOTIFY to waiting workers.

Its worker ends when it loses the database; whoever runs it connects again. Tickets are deleted when they are done, for
the record of jobs is kept elsewhere. Importing it takes half a second: only who queues or works does.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from paillasse.errors.jobs import QueueUnreachable
from paillasse.protocols.jobs import Perform, TryLaterError, WorkerLimits

if TYPE_CHECKING:
    from procrastinate import App, JobContext
    from procrastinate.connector import BaseConnector

_QUEUE = "ingestion"
_TASK = "ingest"
_CONNECTIONS = 3
"""Of the pool of one worker, beside the one that listens; the embedded server accepts 20 in all."""
_CONNECT_SECONDS = 10.0
_POLL_SECONDS = 2.0
"""Tickets that wait for their time are not announced: how late they may be."""
_AGAIN_SECONDS = 5.0
"""After an error that says nothing of when to try again: the record of jobs could not be written."""
_HEARTBEATS = 3
"""In one lease."""


async def put_ticket(connection: Any, job_id: str) -> int:
    """Put a ticket into the queue within the transaction of this psycopg connection; its number."""
    from procrastinate import PsycopgConnector  # noqa: PLC0415 - see the head of the module

    queued = _app(PsycopgConnector()).configure_task(_TASK, queue=_QUEUE, connection=connection)
    return await queued.defer_async(job_id=job_id)


class ProcrastinateQueue:
    """`protocols.jobs.JobQueue`."""

    def __init__(self, url: str) -> None:
        self._conninfo = re.sub(r"^postgresql\+\w+:", "postgresql:", url)

    @asynccontextmanager
    async def connect(self) -> AsyncGenerator[_OpenQueue]:
        """Connect a worker, or `QueueUnreachable`."""
        from procrastinate import PsycopgConnector  # noqa: PLC0415 - see the head of the module

        connector = PsycopgConnector(
            conninfo=self._conninfo,
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=_CONNECT_SECONDS,
            kwargs={"connect_timeout": int(_CONNECT_SECONDS)},
        )
        app = _app(connector)
        try:
            with _own_errors():
                async with asyncio.timeout(_CONNECT_SECONDS):  # the pool by itself tries for half a minute
                    await connector.open_async()
            yield _OpenQueue(app)
        finally:
            with suppress(QueueUnreachable), _own_errors():  # gone already: what made us leave says so
                await connector.close_async()


class _OpenQueue:
    """`protocols.jobs.OpenQueue`."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def tickets(self) -> set[int]:
        """Tickets that wait or are being worked on."""
        with _own_errors():
            jobs = await self._app.job_manager.list_jobs_async(queue=_QUEUE)
        return {job.id for job in jobs if job.id is not None and job.status in {"todo", "doing"}}

    async def drop_stalled(self, silent_seconds: float) -> None:
        """Void the tickets held by workers that were silent for so long."""
        from procrastinate.jobs import Status  # noqa: PLC0415 - see the head of the module

        manager = self._app.job_manager
        with _own_errors():
            for job in await manager.get_stalled_jobs(queue=_QUEUE, seconds_since_heartbeat=silent_seconds):
                await manager.finish_job(job, Status.FAILED, delete_job=True)

    async def work(self, perform: Perform, limits: WorkerLimits) -> None:
        """Perform jobs as they come, until cancelled or disconnected."""
        from procrastinate.retry import BaseRetryStrategy, RetryDecision  # noqa: PLC0415 - see the head of the module

        class Again(BaseRetryStrategy):
            def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision:
                del job
                if isinstance(exception, asyncio.CancelledError):
                    return RetryDecision()  # given back: the worker is told to stop
                seconds = exception.seconds if isinstance(exception, TryLaterError) else _AGAIN_SECONDS
                return RetryDecision(retry_in={"seconds": max(1, round(seconds))})

        async def ingest(context: JobContext, job_id: str) -> None:
            await perform(job_id, context.job.id or 0)

        self._app.task(name=_TASK, queue=_QUEUE, pass_context=True, retry=Again())(ingest)
        with _own_errors():
            await self._app.run_worker_async(
                queues=[_QUEUE],
                concurrency=limits.concurrency,
                fetch_job_polling_interval=_POLL_SECONDS,
                shutdown_graceful_timeout=limits.grace_seconds,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=limits.lease_seconds / _HEARTBEATS,
                stalled_worker_timeout=limits.lease_seconds,
            )


def _app(connector: BaseConnector) -> App:
    from procrastinate import App  # noqa: PLC0415 - see the head of the module

    return App(connector=connector)


@contextmanager
def _own_errors() -> Generator[None]:
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415 - see the head of the module
    from psycopg import Error  # noqa: PLC0415

    try:
        yield
    except TimeoutError as error:
        raise QueueUnreachable(f"The queue of jobs cannot be reached within {_CONNECT_SECONDS:g} seconds.") from error
    except (ConnectorException, Error) as error:
        raise QueueUnreachable(f"The queue of jobs cannot be reached: {error.__cause__ or error}") from error
