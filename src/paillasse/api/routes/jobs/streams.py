"""Progress that is told for as long as somebody listens, may listen, and the server runs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager

from paillasse.errors.jobs import TooManyStreams
from paillasse.jobs.board import JobBoard
from paillasse.types.jobs import JobProgress
from paillasse.types.questions import Scope

_PER_USER = 10
"""Streams at once, in one process."""
_LOOK_SECONDS = 0.5
"""Between two looks at a job. Workers write about once a second."""
_RIGHTS_SECONDS = 5.0
"""Rights that end are noticed after so long."""
_LIFE_SECONDS = 600.0
"""Who still listens then opens another one."""


class Streams:
    """The streams of one process."""

    def __init__(self, stopping: Callable[[], bool]) -> None:
        """With what says whether the server was told to stop."""
        self._stopping = stopping
        self._open: Counter[str] = Counter()

    @contextmanager
    def place(self, user_id: str) -> Generator[None]:
        """Room for one stream of this user, as long as the block lasts.

        Raises:
            TooManyStreams: he has as many as he may.
        """
        if self._open[user_id] >= _PER_USER:
            raise TooManyStreams(f"You watch {_PER_USER} jobs already.")
        self._open[user_id] += 1
        try:
            yield
        finally:
            self._open[user_id] -= 1
            self._open += Counter()  # forgets those who have none

    async def progress(
        self, job_id: str, board: JobBoard, readable: Callable[[], Awaitable[Scope]]
    ) -> AsyncGenerator[JobProgress]:
        """The progress of a job now, and each time it changed, until it is finished or the stream has lasted.

        Args:
            job_id: which.
            board: where it stands.
            readable: what the listener may read now; see `deps.readable_still`.

        Raises:
            AccessError: he may not listen any more.
            JobNotFound: there is none of this id in what he may read.
        """
        clock = asyncio.get_running_loop().time
        ends, rights_end = clock() + _LIFE_SECONDS, 0.0
        collections: Sequence[str] = ()
        seen: JobProgress | None = None
        while clock() < ends and not self._stopping():
            if clock() >= rights_end:
                collections = (await readable()).collections
                rights_end = clock() + _RIGHTS_SECONDS
            progress = (await board.get(job_id, collections)).progress
            if progress != seen:
                yield progress
            if progress.state.finished:
                return
            seen = progress
            await asyncio.sleep(_LOOK_SECONDS)
