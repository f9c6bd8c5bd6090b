"""The rules of the house that no linter knows, and what the wheel carries."""

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MODULES = sorted((ROOT / "src").rglob("*.py"))
MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|Users|home/[a-z]\w*)/")


def tracked():
    """Text files of the repository; all files where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    return [ROOT / name for name in names if name and not name.endswith(".pdf")]


def test_no_module_is_too_long():
    long = [path.name for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert not long


def test_packages_hold_one_docstring():
    for path in MODULES:
        if path.name == "__init__.py":
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert [type(node) for node in body] == [ast.Expr], path


def test_names_are_words_of_the_field():
    assert not {path.stem for path in MODULES} & {
        "utils",
        "util",
        "core",
        "helpers",
        "helper",
        "manager",
        "common",
        "misc",
    }


def test_no_file_names_a_folder_of_the_machine_it_was_written_on():
    found = [p for p in tracked() if p.is_file() and MACHINE.search(p.read_text(encoding="utf-8", errors="replace"))]
    assert found == []


@pytest.mark.parametrize("text", ["/" + "work/main", "cd /" + "root/.cache", "'/" + "home/me/paillasse'"])
def test_such_folders_would_be_seen(text):
    assert MACHINE.search(text)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return carried(ROOT, tmp_path_factory.mktemp("wheel"))


def carried(project, folder):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_data_types_migrations_and_licences(wheel):
    needed = {
        "paillasse/py.typed",
        "paillasse/data/glossary.tsv",
        *(
            f"paillasse/data/embedder/{name}"
            for name in ("model.onnx", "tokenizer.json", "model.json", "MODEL_CARD.md")
        ),
        "paillasse/storage/migrations/env.py",
        "paillasse/storage/migrations/versions/0001_initial.py",
    }
    assert needed <= wheel
    assert {name.rpartition("/")[2] for name in wheel if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_wheel_carries_every_module_and_nothing_else(wheel):
    modules = {str(path.relative_to(ROOT / "src")) for path in MODULES}
    assert modules <= wheel
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == {"paillasse"}


def test_the_wheel_carries_the_web_app_where_it_was_built(tmp_path):
    """In a project with the same settings: here it may be built or not."""
    for name in (".gitignore", "LICENSE", "NOTICE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("__init__.py", "web/index.html", "web/assets/index-4f2a.js.br", "data/__pycache__/model.pyc"):
        file = tmp_path / "src" / "paillasse" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    found = {name for name in carried(tmp_path, tmp_path / "dist") if ".dist-info/" not in name}
    built = {"paillasse/web/index.html", "paillasse/web/assets/index-4f2a.js.br"}
    assert found == {"paillasse/__init__.py", *built}
