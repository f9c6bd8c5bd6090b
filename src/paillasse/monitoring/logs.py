"""Structured logs: one JSON object a line, with the id of the request it is about and the release in production.

Never what a person typed.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is being answered; empty outside one."""


class Context(logging.Filter):
    """Writes into every record what it was made in: the request that is being answered, the release in production."""

    def __init__(self) -> None:
        super().__init__()
        self.release: Callable[[], str] = str
        """Version of the release in production; empty where none is, as until somebody says otherwise."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        for name, value in (("request_id", request_id.get()), ("release", self.release())):
            if value:
                setattr(record, name, value)
        return True


def log_as_json(level: str) -> Context:
    """Send our records of this level and above to standard error as JSON, and the warnings of libraries.

    Args:
        level: a name of the standard library's, as in `INFO`.
    """
    context = Context()
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(context)
    fields = "{asctime}{levelname}{name}{message}"
    renamed = {"asctime": "time", "levelname": "level", "name": "logger"}
    handler.setFormatter(JsonFormatter(fields, style="{", rename_fields=renamed, datefmt="%Y-%m-%dT%H:%M:%S%z"))
    logging.basicConfig(level="WARNING", handlers=[handler], force=True)
    logging.getLogger("paillasse").setLevel(level)
    return context
