"""Ingestion jobs, drawn."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from paillasse.language.text import printable
from paillasse.types.jobs import Job, JobState

_COLOURS = {JobState.DONE: "green", JobState.FAILED: "red", JobState.RUNNING: "cyan"}


def jobs_view(jobs: Sequence[Job]) -> Table | Text:
    """One line per job."""
    if not jobs:
        return Text("No jobs.")
    table = Table(box=None, pad_edge=False)
    for title in ("id", "file", "collection", "state", ""):
        table.add_column(title, overflow="fold", no_wrap=title == "id")
    for job in jobs:
        table.add_row(job.id, printable(job.filename), job.collection, _state(job), _standing(job))
    return table


def job_view(job: Job) -> Group:
    """Everything about one job."""
    table = Table(box=None, pad_edge=False, show_header=False)
    rows = {
        "file": f"{printable(job.filename)} ({job.size:,} bytes, sha256 {job.sha256[:12]}…)",
        "collection": job.collection,
        "sent": f"{job.created_at:%Y-%m-%d %H:%M:%S} by {printable(job.owner)}",
        "attempts": f"{job.attempt}, of which failed {job.failures}",
        "document": job.document_id,
        "finished": f"{job.finished_at:%Y-%m-%d %H:%M:%S}" if job.finished_at else "",
    }
    table.add_row("state", _state(job))
    for name, value in rows.items():
        if value:
            table.add_row(name, Text(value))
    return Group(Text(job.id, style="bold"), table, _standing(job))


def _state(job: Job) -> Text:
    stopping = job.cancel_requested and not job.state.finished
    return Text("stopping" if stopping else job.state.value, style=_COLOURS.get(job.state, ""))


def _standing(job: Job) -> Text:
    """How far it is, or why it is no further."""
    parts: list[str] = []
    if job.state is JobState.RUNNING and job.stage:
        parts.append(f"{job.stage} {job.done}/{job.total}")
    if job.trouble is not None:
        code = f"{job.trouble.code}: " if job.trouble.code else ""
        parts.append(f"{code}{printable(job.trouble.message)} {job.trouble.hint}".strip())
    if job.retry_at is not None:
        parts.append(f"Again at {job.retry_at:%H:%M:%S}.")
    return Text(" ".join(parts))
