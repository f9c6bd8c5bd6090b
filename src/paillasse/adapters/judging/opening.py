"""DeepEval is imported here and nowhere before: it takes seconds."""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout
from importlib.util import find_spec
from typing import TYPE_CHECKING

from paillasse.errors.root import InvalidConfiguration

if TYPE_CHECKING:
    from paillasse.adapters.judging.model_metrics import ModelMetrics

_QUIET = {
    "DEEPEVAL_TELEMETRY_OPT_OUT": "1",
    "DEEPEVAL_DISABLE_DOTENV": "1",  # it would put what is in `.env` into the environment of this process
    "DEEPEVAL_DISABLE_LEGACY_KEYFILE": "1",
    "DEEPEVAL_UPDATE_WARNING_OPT_IN": "0",
    "DEEPEVAL_FILE_SYSTEM": "READ_ONLY",
    "ERROR_REPORTING": "0",
}
"""It sends nothing, reads nobody's keys and leaves no file."""


def open_metrics() -> ModelMetrics:
    """DeepEval's metrics; takes seconds.

    Raises:
        InvalidConfiguration: DeepEval is not installed.
    """
    if find_spec("deepeval") is None:
        raise InvalidConfiguration(
            "Answers are judged with DeepEval, which is not installed.", hint="Install `paillasse[judging]`."
        )
    os.environ.update(_QUIET)
    with redirect_stdout(io.StringIO()):  # where `--json` writes, it would say that it leaves no file
        from paillasse.adapters.judging.model_metrics import ModelMetrics  # noqa: PLC0415 - see above

    return ModelMetrics()
