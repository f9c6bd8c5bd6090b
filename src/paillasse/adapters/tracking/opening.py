"""Where experiments and releases are kept. MLflow is imported here and nowhere before: it takes seconds."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import StorageError
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.adapters.tracking.mlflow_tracker import MlflowTracker

_FILE = "mlflow.db"
_QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "ERROR",
    "GIT_PYTHON_REFRESH": "quiet",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",  # seven of them, as shipped, take minutes
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "20",
}


def is_kept(settings: Settings) -> bool:
    """Whether there is anything to open: a server, or a file in the home."""
    return bool(_server(settings)) or (settings.mlflow_dir / _FILE).exists()


def open_tracker(settings: Settings) -> MlflowTracker:
    """The MLflow server of the settings, or a file in the home. It blocks for seconds.

    Raises:
        InvalidConfiguration: MLflow is not installed.
        StorageError: the file in the home cannot be written.
        TrackerUnreachable, TrackerRejected: the server cannot be worked with.
    """
    if find_spec("mlflow") is None:
        raise InvalidConfiguration(
            "Experiments and releases are kept in MLflow, which is not installed.",
            hint="Install `paillasse[releases]`.",
        )
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    from paillasse.adapters.tracking.mlflow_tracker import MlflowTracker  # noqa: PLC0415 - see above

    if uri := _server(settings):
        return MlflowTracker(uri)
    folder = settings.mlflow_dir.absolute()
    file = folder / _FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        raise StorageError(f"Cannot write {file}: {error.strerror}.") from error
    return MlflowTracker(f"sqlite:///{file}", (folder / "artefacts").as_uri())


def _server(settings: Settings) -> str:
    return settings.mlflow_uri or os.environ.get("MLFLOW_TRACKING_URI", "")
