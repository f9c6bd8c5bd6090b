"""Answers of a run that is not finished, one a line: what was stopped, or killed, goes on at the next question."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from paillasse.errors.storage import StorageError
from paillasse.evaluation.experiment import CaseResult

_RESULT = TypeAdapter(CaseResult)


class Journal:
    """A file of results; a line that was cut short is none."""

    def __init__(self, path: Path) -> None:
        """Begin, or go on with what is there.

        Raises:
            StorageError: the file cannot be read.
        """
        self._path = path
        try:
            text = path.read_bytes() if path.exists() else b""
        except OSError as error:
            raise StorageError(f"Cannot read {path}: {error.strerror}.") from error
        self.results: dict[str, CaseResult] = {}
        """By id of the case, in the order asked."""
        for line in text.split(b"\n"):
            self._take(line)

    def add(self, result: CaseResult) -> None:
        """Write a result down.

        Raises:
            StorageError: the file cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as stream:
                stream.write(b"\n" + _RESULT.dump_json(result))
        except OSError as error:
            raise StorageError(f"Cannot write {self._path}: {error.strerror}.") from error
        self.results[result.case.id] = result

    def forget(self) -> None:
        """The run is finished."""
        self._path.unlink(missing_ok=True)

    def _take(self, line: bytes) -> None:
        if not line:
            return
        try:
            result = _RESULT.validate_json(line)
        except ValidationError:  # cut short by a kill, or of another version: asked again
            return
        self.results[result.case.id] = result
