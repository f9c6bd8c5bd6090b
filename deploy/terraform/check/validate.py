"""Check the Terraform configurations: formatting, unused variables, and Terraform's own `validate` and `plan`.

    uv run --no-project --with grpcio --with msgpack python deploy/terraform/check/validate.py

Providers are not downloaded, and no account is asked for: `stand_in.py` has the schemas of the real ones. What only a
cloud knows, whether a size is sold in a region or a name is taken, is not found out here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from stand_in import serve

HERE = Path(__file__).parent
FOLDERS = {
    "gcp": ["-var=vector_search=true", "-var=repository=owner/paillasse"],
    "azure": [
        "-var=highly_available=true",
        "-var=database_sku=GP_Standard_D2ds_v5",
        '-var=deployer={issuer="https://vstoken.dev.azure.com/1", subject="sc://a/b/c"}',
    ],
}
"""Configurations, each with what its example leaves out: both are planned."""
_TERRAFORM = shutil.which("terraform") or ""
_VARIABLE = re.compile(r'^variable "(\w+)"', re.MULTILINE)


@contextmanager
def reattached(addresses: dict[str, str]) -> Generator[dict[str, str]]:
    """The environment of one Terraform command, which is told where the stand-ins are.

    It kills the process of a provider when it is done with it: so it is given one that does nothing.
    """
    with subprocess.Popen(["/bin/sleep", "300"]) as idle:
        told = {
            f"registry.terraform.io/hashicorp/{name}": {
                "Protocol": "grpc",
                "ProtocolVersion": 5,
                "Pid": idle.pid,
                "Test": True,
                "Addr": {"Network": "tcp", "String": address},
            }
            for name, address in addresses.items()
        }
        own = {"TF_REATTACH_PROVIDERS": json.dumps(told), "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
        yield os.environ | own
        idle.kill()


def validated(folder: Path, addresses: dict[str, str]) -> bool:
    """Whether Terraform finds nothing to say, warnings included, and can plan the example and what that leaves out."""
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        for path in Path(copy).glob("*.tf"):  # where the state is kept has nothing to do with it
            path.write_text(re.sub(r"\n  backend .*\n", "\n", path.read_text("utf-8")), "utf-8")
        if not _terraform(copy, addresses, "init"):
            return False
        found = json.loads(_run(copy, addresses, "validate", "-json").stdout)["diagnostics"]
        for each in found:
            at = each.get("range", {})
            place = f"{folder.name}/{at.get('filename', '')}:{at.get('start', {}).get('line', '')}"
            print(f"{place}: {each['severity']}: {each['summary']}: {each.get('detail', '')}", file=sys.stderr)
        plan = ["plan", "-lock=false", "-var-file=example.tfvars"]
        more = FOLDERS[folder.name]
        return not found and _terraform(copy, addresses, *plan) and _terraform(copy, addresses, *plan, *more)


def _terraform(folder: str, addresses: dict[str, str], *arguments: str) -> bool:
    done = _run(folder, addresses, *arguments, "-input=false", "-no-color")
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    elif planned := re.search(r"^Plan: .*", done.stdout, re.MULTILINE):
        print(planned[0])
    return done.returncode == 0


def _run(folder: str, addresses: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    with reattached(addresses) as environment:
        command = [_TERRAFORM, *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def unused(folder: Path) -> list[str]:
    """Variables that nothing refers to."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.tf")))
    outside = re.sub(r'^variable "\w+" \{.*?^\}', "", text, flags=re.MULTILINE | re.DOTALL)
    return [name for name in _VARIABLE.findall(text) if f"var.{name}" not in outside]


def main() -> int:
    """Exit code 1 when something is wrong."""
    if not _TERRAFORM:
        print("Terraform is not installed: its configurations are not checked.", file=sys.stderr)
        return 0
    addresses = {facts.stem: serve(facts) for facts in sorted((HERE / "schemas").glob("*.json"))}
    good = True
    for folder in (HERE.parent / name for name in FOLDERS):
        formatted = subprocess.run([_TERRAFORM, "fmt", "-check", "-diff", "-recursive", folder], check=False)  # noqa: S603
        left = unused(folder)
        for name in left:
            print(f"{folder.name}: the variable {name} is not used", file=sys.stderr)
        valid = validated(folder, addresses)
        good = good and formatted.returncode == 0 and valid and not left
        print(f"{folder.name}: {'valid' if valid else 'not valid'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
