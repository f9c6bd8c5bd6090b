"""What people read about the project agrees with the project."""

import dataclasses
import re
import runpy
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer

from paillasse.cli.main import app
from paillasse.evaluation.report import AnswerSlice, CaseReport, Refusals, Report, SliceReport
from paillasse.ingestion.verdicts import Verdict
from paillasse.types.answers import Answer, Candidate, Citation, Claim, Passage
from paillasse.types.golden_case import GoldenCase

ROOT = Path(__file__).parents[3]
PAGES = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "samples/*.md", "evals/*.md") for path in ROOT.glob(pattern)
)
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def prose(page):
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page):
    """What GitHub makes of the headings."""
    titles = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def named(page):
    """Everything in backticks."""
    return set(re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8")))


def test_the_readme_begins_with_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^```sh\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    assert block is not None
    assert block.start() < 30
    assert [line.split("#")[0].strip() for line in block[1].splitlines()] == ["make run", "make test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_every_page_is_linked():
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in PAGES
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(page))
    }
    decisions = ROOT / "docs" / "decisions"
    for page in (ROOT / "docs").rglob("*.md"):
        assert page in linked or (page.parent == decisions and decisions in linked), page


def test_decisions_are_numbered_and_short():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert {"## Context", "## Decision", "## Consequences"} <= set(re.findall(r"^## \w+", text, re.MULTILINE)), page
        assert len(text.splitlines()) <= 80, page


def test_the_changelog_keeps_the_format():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert versions[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", version) for version in versions[1:])
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def commands(command, name):
    """Every command by what is typed."""
    children = getattr(command, "commands", {})
    yield name, command
    for child_name, child in children.items():
        yield from commands(child, f"{name} {child_name}")


def test_the_command_line_reference_has_every_command_and_option_and_no_other():
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    described = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", page))
    options = {"--help", "--install-completion", "--show-completion"}
    for name, command in commands(typer.main.get_command(app), "paillasse"):
        assert re.search(rf"{name}\b", page), name
        options |= {opt for param in command.params if param.param_type_name == "option" for opt in param.opts}
    assert described == {option for option in options if option.startswith("--")}
    short = {option for option in options if not option.startswith("--")} | {"-h"}
    assert all(f"`{option}`" in page for option in short)


@pytest.mark.parametrize("noun", [Answer, Claim, Citation, Passage, Candidate, Verdict])
def test_the_command_line_reference_has_every_field_of_its_json(noun):
    fields = {field.name for field in dataclasses.fields(noun)} - ({"path"} if noun is Verdict else set())
    assert fields <= named(ROOT / "docs" / "reference" / "cli.md")


@pytest.mark.parametrize("part", [Report, SliceReport, CaseReport, AnswerSlice, Refusals])
def test_the_report_reference_has_every_field(part):
    fields = {field.alias or name for name, field in part.model_fields.items()}
    assert fields <= named(ROOT / "docs" / "reference" / "report.md")


def test_the_golden_format_reference_has_every_field():
    page = (ROOT / "docs" / "reference" / "golden-format.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (yes|) ?\|", page, re.MULTILINE))
    assert rows == {name: "yes" if field.is_required() else "" for name, field in GoldenCase.model_fields.items()}


def test_the_configuration_reference_is_that_of_the_code():
    build = runpy.run_path(str(ROOT / "docs" / "build.py"))
    page = build["CONFIGURATION"].read_text(encoding="utf-8")
    assert build["filled"](page) == page, "run `make docs`"
    assert build["openapi"]() == build["OPENAPI"].read_text(encoding="utf-8"), "run `make docs`"


def test_make_alone_lists_every_habit():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"^  make (\S+) +\S", listed, re.MULTILINE) == phony
    assert {"run", "test", "eval", "lint", "format", "samples", "clean"} <= set(phony)


def test_continuous_integration_runs_the_test_command():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").rstrip().splitlines()[-2:] == ["make test", "make lint-deploy"]
