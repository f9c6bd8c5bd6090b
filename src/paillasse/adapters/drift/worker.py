"""The process that compares: `worker SAMPLES [PAGE]`; what it says is one line of JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from paillasse.adapters.confinement import claim_stdout
from paillasse.adapters.drift import samples

_NICENESS = 5


def main(arguments: list[str]) -> None:
    """Compare the samples of a file; with a second path, draw them there."""
    os.nice(_NICENESS)  # questions come first
    reference, current = samples.read(Path(arguments[0]))
    from paillasse.adapters.drift.evidently_report import compare  # noqa: PLC0415 - it takes seconds

    compared = compare(reference, current, Path(arguments[1]) if len(arguments) > 1 else None)
    with claim_stdout() as stream:
        told = {"p_values": dict(compared.p_values), "topics": [list(names) for names in compared.topics]}
        stream.write(json.dumps(told).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
