"""Runs and models in MLflow 3: in a file of the home, or on a server. Every call is one of its client, in a thread."""

from __future__ import annotations

import asyncio
import json
import tempfile
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from mlflow.entities import Metric, Param, RunTag
from mlflow.entities import Run as MlflowRun
from mlflow.entities.model_registry import ModelVersion as MlflowVersion
from mlflow.exceptions import MlflowException, RestException
from mlflow.store.entities import PagedList
from mlflow.tracking import MlflowClient
from mlflow.utils.mlflow_tags import MLFLOW_LOGGED_ARTIFACTS

import paillasse
from paillasse.errors.releases import ReleaseNotFound, RunNotFound, TrackerRejected, TrackerUnreachable
from paillasse.errors.root import PaillasseError
from paillasse.protocols.tracking import ModelVersion, Run

Item = TypeVar("Item")
Result = TypeVar("Result")

_SCRIPT = Path(paillasse.__file__).parent / "data" / "answering_model.py"
_PAGE = 200
_BATCH = 100
"""Most parameters that one request may bring."""
_FAILING = frozenset({"INTERNAL_ERROR", "TEMPORARILY_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED"})
_MISSING = "RESOURCE_DOES_NOT_EXIST"


class MlflowTracker:
    """`protocols.tracking.Tracker` and `ModelRegistry` by MLflow's client."""

    def __init__(self, uri: str, artefacts: str | None = None) -> None:
        """Open a store; the tables of a file are made, which takes seconds.

        Args:
            uri: of the store: a SQLite file or a server.
            artefacts: URI that files are kept under; None leaves it to the server.

        Raises:
            TrackerUnreachable, TrackerRejected: see `Tracker`.
        """
        with _own_errors():
            self._client = MlflowClient(tracking_uri=uri, registry_uri=uri)
        self._artefacts = artefacts

    async def begin(self, experiment: str, name: str, parameters: Mapping[str, str], tags: Mapping[str, str]) -> str:
        """Begin a run; its id."""

        def begun() -> str:
            run = self._client.create_run(self._experiment(experiment), run_name=name, tags=dict(tags))
            told = [Param(key, value) for key, value in parameters.items()]
            for first in range(0, len(told), _BATCH):
                self._client.log_batch(run.info.run_id, params=told[first : first + _BATCH])
            return run.info.run_id

        return await _asked(begun)

    async def runs(self, experiment: str) -> list[Run]:
        """Every run of an experiment, the latest first."""

        def found() -> list[Run]:
            known = self._client.get_experiment_by_name(experiment)
            if known is None:
                return []
            pages = _pages(
                lambda token: self._client.search_runs(
                    [known.experiment_id], order_by=["start_time DESC"], max_results=_PAGE, page_token=token
                )
            )
            return [_run(run) for run in pages]

        return await _asked(found)

    async def run(self, run_id: str) -> Run:
        """One run, or `RunNotFound`."""
        return await _asked(lambda: _run(self._client.get_run(run_id)), RunNotFound(f"There is no run {run_id}."))

    async def log(self, run_id: str, metrics: Mapping[str, float]) -> None:
        """Add figures."""
        now = int(datetime.now(UTC).timestamp() * 1000)
        told = [Metric(name, value, now, 0) for name, value in metrics.items()]
        missing = RunNotFound(f"There is no run {run_id}.")
        await _asked(lambda: self._client.log_batch(run_id, metrics=told), missing)

    async def tag(self, run_id: str, tags: Mapping[str, str]) -> None:
        """Add or replace tags."""
        told = [RunTag(name, value) for name, value in tags.items()]
        missing = RunNotFound(f"There is no run {run_id}.")
        await _asked(lambda: self._client.log_batch(run_id, tags=told), missing)

    async def keep(self, run_id: str, path: Path, folder: str = "") -> None:
        """Keep a file or all that is in a directory."""

        def kept() -> None:
            client: Any = self._client
            send = client.log_artifacts if path.is_dir() else client.log_artifact
            send(run_id, str(path), folder or None)

        await _asked(kept, RunNotFound(f"There is no run {run_id}."))

    async def keep_table(self, run_id: str, name: str, columns: Mapping[str, Sequence[object]]) -> None:
        """Keep a table, instead of the one of this name: MLflow's own `log_table` would add to it."""
        lines = list(zip(*columns.values(), strict=True))
        shown = json.dumps([{"path": name, "type": "table"}])

        def kept() -> None:
            client: Any = self._client
            client.log_text(run_id, json.dumps({"columns": list(columns), "data": lines}), name)
            client.set_tag(run_id, MLFLOW_LOGGED_ARTIFACTS, shown)

        await _asked(kept, RunNotFound(f"There is no run {run_id}."))

    async def fetch(self, run_id: str, name: str) -> bytes:
        """A file kept with a run, or `RunNotFound`."""

        def read() -> bytes:
            with tempfile.TemporaryDirectory(prefix="paillasse-") as folder:
                return Path(self._client.download_artifacts(run_id, name, folder)).read_bytes()

        missing = RunNotFound(f"The run {run_id} has no {name}.")
        await self.run(run_id)
        try:
            return await _asked(read, missing)
        except OSError as error:
            raise missing from error

    async def finish(self, run_id: str) -> None:
        """Nothing more comes."""
        missing = RunNotFound(f"There is no run {run_id}.")
        await _asked(lambda: self._client.set_terminated(run_id, "FINISHED"), missing)

    async def pack(self, config: Path, folder: Path) -> None:
        """Write the pipeline as a model of MLflow (models from code): a script and its configuration."""
        needed = [f"paillasse[releases]=={version('paillasse')}"]
        artefacts = {"config": str(config)}

        def packed() -> None:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", ".*Any type hint")  # of its own classes
                models: Any = import_module("mlflow.pyfunc")
                models.save_model(str(folder), python_model=str(_SCRIPT), artifacts=artefacts, pip_requirements=needed)

        await _asked(packed)

    async def register(self, model: str, run_id: str, folder: str, tags: Mapping[str, str]) -> ModelVersion:
        """A new version; the model is made if it is not there."""

        def registered() -> ModelVersion:
            if not self._client.search_registered_models(f"name = '{model}'"):
                self._client.create_registered_model(model)
            source = f"{self._client.get_run(run_id).info.artifact_uri}/{folder}"
            return _version(self._client.create_model_version(model, source, run_id, tags=dict(tags)), {})

        return await _asked(registered, RunNotFound(f"There is no run {run_id}."))

    async def versions(self, model: str) -> list[ModelVersion]:
        """Every version, the newest first."""

        def found() -> list[ModelVersion]:
            known: Any = self._client.search_registered_models(f"name = '{model}'")
            if not known:
                return []
            aliases: Mapping[str, object] = known[0].aliases
            pages = _pages(
                lambda token: self._client.search_model_versions(f"name = '{model}'", _PAGE, page_token=token)
            )
            versions = [_version(version, aliases) for version in pages]
            return sorted(versions, key=lambda version: version.number, reverse=True)

        return await _asked(found)

    async def describe(self, model: str, number: int, tags: Mapping[str, str]) -> None:
        """Add or replace tags."""

        def described() -> None:
            for name, value in tags.items():
                self._client.set_model_version_tag(model, str(number), name, value)

        await _asked(described, ReleaseNotFound(f"There is no version {number} of {model}."))

    async def point(self, model: str, alias: str, number: int) -> None:
        """Let an alias point to this version."""
        missing = ReleaseNotFound(f"There is no version {number} of {model}.")
        await _asked(lambda: self._client.set_registered_model_alias(model, alias, str(number)), missing)

    async def keep_prompt(self, name: str, text: str, tags: Mapping[str, str]) -> int:
        """Keep a text as a new version, unless the latest is the same; its number."""

        def kept() -> int:
            latest = self._client.load_prompt(f"prompts:/{name}@latest", allow_missing=True)
            if latest is None or latest.template != text:
                latest = self._client.register_prompt(name, text, tags=dict(tags))
            return int(latest.version)

        return await _asked(kept)

    def _experiment(self, name: str) -> str:
        known = self._client.get_experiment_by_name(name)
        return known.experiment_id if known else self._client.create_experiment(name, self._artefacts)


async def _asked(work: Callable[[], Result], missing: PaillasseError | None = None) -> Result:
    """Do it in a thread; `missing` is raised where what is asked about is not there."""

    def guarded() -> Result:
        with _own_errors(missing):
            return work()

    return await asyncio.to_thread(guarded)


@contextmanager
def _own_errors(missing: PaillasseError | None = None) -> Generator[None]:
    try:
        yield
    except MlflowException as error:
        if missing is not None and error.error_code == _MISSING:
            raise missing from error
        if isinstance(error, RestException) and error.error_code not in _FAILING:
            raise TrackerRejected(f"MLflow does not accept the request: {error.message}") from error
        if error.error_code in _FAILING:
            raise TrackerUnreachable(f"MLflow does not do its work: {error.message}") from error
        raise TrackerRejected(f"MLflow does not accept the request: {error.message}") from error


def _pages(page: Callable[[str | None], PagedList[Item]]) -> Generator[Item]:
    """What all pages hold."""
    token: str | None = None
    while True:
        part: Any = page(token)
        yield from part
        token = part.token
        if not token:
            return


def _run(run: MlflowRun) -> Run:
    info, data = run.info, run.data
    return Run(
        id=info.run_id,
        name=info.run_name or "",
        started_at=_moment(info.start_time),
        finished=info.status == "FINISHED",
        parameters=dict(data.params),
        metrics=dict(data.metrics),
        tags={name: value for name, value in data.tags.items() if not name.startswith("mlflow.")},
    )


def _version(version: MlflowVersion, aliases: Mapping[str, object]) -> ModelVersion:
    number = int(version.version)
    pointing = sorted(alias for alias, to in aliases.items() if int(str(to)) == number)
    created = _moment(version.creation_timestamp)
    return ModelVersion(version.name, number, version.run_id or "", created, tuple(pointing), dict(version.tags))


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
