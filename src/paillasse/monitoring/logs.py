"""Structured logs: one JSON object a line, with the id of the request it is about. Never what a person typed."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is being answered; empty outside one."""


class _RequestId(logging.Filter):
    """Writes the id into every record made while a request is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        if request_id.get():
            record.request_id = request_id.get()
        return True


def log_as_json(level: str) -> None:
    """Send our records of this level and above to standard error as JSON, and the warnings of libraries.

    Args:
        level: a name of the standard library's, as in `INFO`.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_RequestId())
    fields = "{asctime}{levelname}{name}{message}"
    renamed = {"asctime": "time", "levelname": "level", "name": "logger"}
    handler.setFormatter(JsonFormatter(fields, style="{", rename_fields=renamed, datefmt="%Y-%m-%dT%H:%M:%S%z"))
    logging.basicConfig(level="WARNING", handlers=[handler], force=True)
    logging.getLogger("paillasse").setLevel(level)
