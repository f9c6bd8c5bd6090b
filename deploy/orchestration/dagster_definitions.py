"""Drift for those who orchestrate outside: a daily Dagster job over the command line of Paillasse.

    dagster dev -f deploy/orchestration/dagster_definitions.py

Set `PAILLASSE_DRIFT_HOURS=0` where the server runs, or it checks as well, and `PAILLASSE_GOLDEN` here: the golden set
that production is measured on again (several, separated by `:`). Everything else is as `paillasse` reads it:
`PAILLASSE_HOME`, `PAILLASSE_DATABASE_URL`, `PAILLASSE_QDRANT_URL`, `PAILLASSE_MLFLOW_URI`.
"""

import json
import os
import subprocess
from typing import Any

from dagster import (
    DefaultScheduleStatus,
    Definitions,
    Failure,
    In,
    Nothing,
    OpExecutionContext,
    Out,
    Output,
    ScheduleDefinition,
    job,
    op,
)

_DRIFTED = 1
"""Exit code of `paillasse drift check` where something drifted; its report tells that from a failure."""
_NOT_PROMOTED = 1
"""Exit code of `paillasse train escalation` where the new model misses a floor or is worse: the former one stays."""


def _paillasse(*arguments: str, may_exit: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(("paillasse", *arguments), capture_output=True, text=True, check=False)  # noqa: S603, S607 - as installed
    if done.returncode not in may_exit:
        raise Failure(done.stderr.strip() or f"paillasse {arguments[0]} exited with {done.returncode}.")
    return done.stdout


@op(out={"drifted": Out(is_required=False)})
def check_drift(context: OpExecutionContext) -> Any:
    """Compare the questions of the last seven days with the first ones; what follows runs where something drifted."""
    told = _paillasse("drift", "check", "--json", may_exit=(0, _DRIFTED))
    try:
        report = json.loads(told)
    except ValueError as error:
        raise Failure("The check failed: see its log.") from error
    context.add_output_metadata({"state": report["state"], "said": report["said"]}, output_name="drifted")
    context.log.info(report["said"])
    if report["state"] == "drifted":
        yield Output(report["id"], "drifted")


@op(ins={"report": In(str)})
def measure_again(context: OpExecutionContext, report: str) -> str:
    """Ask production its golden set again: a run in MLflow."""
    golden = [part for path in os.environ["PAILLASSE_GOLDEN"].split(":") for part in ("--golden", path)]
    context.log.info(_paillasse("experiment", "run", *golden, "--again"))
    return report


@op(ins={"measured": In(Nothing)})
def train_again(context: OpExecutionContext) -> None:
    """Train the escalation predictor again; it is promoted only if it is better."""
    context.log.info(_paillasse("train", "escalation", "--reviewed", "--promote", may_exit=(0, _NOT_PROMOTED)))


@job
def drift() -> None:
    """Check; where something drifted, measure again and train again."""
    train_again(measure_again(check_drift()))


definitions = Definitions(
    jobs=[drift],
    schedules=[ScheduleDefinition(job=drift, cron_schedule="0 4 * * *", default_status=DefaultScheduleStatus.RUNNING)],
)
