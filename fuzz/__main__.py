"""`make fuzz`: every target for a while, each in a process of its own; what breaks one is kept in out/fuzz."""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
from pathlib import Path

SEEDS = {
    "page-stream": bytes(range(80)),
    "pages-to-chunks": bytes(range(240)) * 2,
    "verifier": "Réglez 1 400 tr/min.\nNe réglez jamais sur 1 400 tr/min ; 5 A, E-203, 10³ cells/mm².".encode(),
    "questions": b"Que faire en cas d'erreur E-203, 14 ou P.Er ?",
}


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(SEEDS)}; all of them by default")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"), help="corpus and what broke (%(default)s)")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.targets) - set(SEEDS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    if options.one:
        return _fuzz(options.targets[0], options.seconds, options.out)
    broken = [name for name in options.targets or SEEDS if _run(name, options.seconds, options.out)]
    print(f"Broken: {', '.join(broken)}; the inputs lie in {options.out}." if broken else "Nothing broke.")
    return int(bool(broken))


def _run(name: str, seconds: int, out: Path) -> int:
    command = (sys.executable, "-m", "fuzz", name, "--one", "--seconds", str(seconds), "--out", str(out))
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own module


def _fuzz(name: str, seconds: int, out: Path) -> int:
    """Fuzz one target in this process, which libFuzzer ends."""
    try:
        atheris = importlib.import_module("atheris")
    except ModuleNotFoundError:
        print("Atheris is not installed: `uv sync --inexact --group fuzz`.", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["paillasse"]):
        target = importlib.import_module("fuzz.targets").TARGETS[name]
    corpus = out / name
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "seed").write_bytes(SEEDS[name])
    limits = [
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-max_len=4096",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={out}/{name}-", str(corpus)], target)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
