"""What goes wrong between an experiment and the release that answers.

ReleaseError
├── TrackerUnreachable     the MLflow server is down or does not answer in time
├── TrackerRejected        it does not accept the key or the request
├── RunNotFound
├── RunIncomplete          a run that was not finished, or cannot be
├── DatasetNotFound        no version of this golden set
├── NotComparable          runs that were not asked the same questions of the same manuals
├── ReleaseNotFound
├── ReleaseRefused         a release that did not pass its gates
├── RolloutRunning         one release at a time is tried beside the one in production
├── RolloutNotFound        none is
└── TrainedModelNotFound   none that was trained here is in production
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class ReleaseError(PaillasseError):
    """An experiment or a release that cannot be worked with as asked."""

    code = "release_error"


class TrackerUnreachable(ReleaseError):
    """What remembers runs and releases is down, failed, or did not answer in time; later it may."""

    code = "tracker_unreachable"
    hint = "Check that the MLflow server runs and that PAILLASSE_MLFLOW_URI is right; the same command goes on then."


class TrackerRejected(ReleaseError):
    """What remembers runs and releases does not accept the request."""

    code = "tracker_rejected"
    hint = "Check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD or _TOKEN; the server has to be MLflow 3."


class RunNotFound(ReleaseError):
    """No run of this id or name."""

    code = "run_not_found"
    hint = "`paillasse experiment list` shows what is there."


class RunIncomplete(ReleaseError):
    """A run that was not finished, or cannot be: nothing is concluded from a part of it."""

    code = "run_incomplete"
    hint = "Run the same `paillasse experiment run` again: it goes on where it stopped."


class DatasetNotFound(ReleaseError):
    """No version of a golden set of this name and number."""

    code = "dataset_not_found"
    hint = "`paillasse golden list` shows what is there; `paillasse golden version` makes one."


class NotComparable(ReleaseError):
    """Runs that were not asked the same questions of the same manuals."""

    code = "not_comparable"
    hint = "Run `paillasse experiment run` with both configurations and the same golden sets."


class ReleaseNotFound(ReleaseError):
    """No release of this version, name or alias."""

    code = "release_not_found"
    hint = "`paillasse release list` shows what is there; `paillasse release create` makes one of a run."


class ReleaseRefused(ReleaseError):
    """A release that did not pass its gates is not promoted."""

    code = "release_refused"
    hint = 'Mend what failed and run the experiment again, or take the blame: `--override "reason"`, which is audited.'


class RolloutRunning(ReleaseError):
    """A release is tried beside the one in production already; there is one rollout at a time."""

    code = "rollout_running"
    hint = "`paillasse release rollout status` shows it; `paillasse release rollout stop` ends it."


class RolloutNotFound(ReleaseError):
    """No release is tried beside the one in production."""

    code = "rollout_not_found"
    hint = "`paillasse release rollout start RELEASE --mode canary` begins one."


class TrainedModelNotFound(ReleaseError):
    """No model of this name that was trained here is in production."""

    code = "trained_model_not_found"
    hint = "`paillasse models list` shows what was promoted; without any, what ships with Paillasse is used."
