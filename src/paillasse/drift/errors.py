"""What goes wrong while drift is looked for.

DriftError
├── ComparisonFailed      the process that compares broke off
└── DriftReportNotFound
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class DriftError(PaillasseError):
    """Drift that cannot be looked for, or shown, as asked."""

    code = "drift_error"


class ComparisonFailed(DriftError):
    """The process that compares questions broke off."""

    code = "comparison_failed"
    hint = "Check that the machine has 1 GB of memory to spare; `paillasse drift check` says what went wrong."


class DriftReportNotFound(DriftError):
    """No report of this id."""

    code = "drift_report_not_found"
    hint = "`paillasse drift list` shows what is there."
