"""Rules, dashboards and runbooks agree with each other and with what the code tells."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from paillasse.asking import errors as asking_errors
from paillasse.errors import manuals, models, root, storage
from paillasse.errors.root import PaillasseError
from paillasse.monitoring.metrics import Metrics

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
RULES = sorted((DEPLOY / "prometheus" / "rules").glob("*.yml"))
TESTS = sorted((DEPLOY / "prometheus" / "tests").glob("*.yml"))
DASHBOARDS = sorted((DEPLOY / "grafana" / "dashboards").glob("*.json"))
NAME = re.compile(r"\b(?:paillasse|gen_ai|slo|pod)[_:][\w:]+")
LABELS = {"gen_ai_request_model", "gen_ai_token_type", "gen_ai_operation_name", "gen_ai_provider_name"}


def rules() -> list[dict[str, Any]]:
    groups = [group for path in RULES for group in yaml.safe_load(path.read_text("utf-8"))["groups"]]
    return [rule for group in groups for rule in group["rules"]]


def alerts() -> list[dict[str, Any]]:
    return [rule for rule in rules() if "alert" in rule]


def panels() -> list[tuple[str, dict[str, Any]]]:
    return [(path.stem, panel) for path in DASHBOARDS for panel in json.loads(path.read_text("utf-8"))["panels"]]


def known() -> set[str]:
    """Names of series: what the code tells, and what is recorded of it."""
    ends = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}
    told = {family.name + end for family in Metrics().registry.collect() for end in ends.get(family.type, [""])}
    return told | {rule["record"] for rule in rules() if "record" in rule}


def named(text: str) -> set[str]:
    return set(NAME.findall(text)) - LABELS


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.get("alert", rule.get("record")))
def test_rules_look_at_what_there_is(rule: dict[str, Any]) -> None:
    assert named(rule["expr"]) <= known()


@pytest.mark.parametrize(
    ("board", "panel"), panels(), ids=lambda part: part if isinstance(part, str) else part["title"]
)
def test_panels_look_at_what_there_is_and_say_so(board: str, panel: dict[str, Any]) -> None:
    assert panel["targets"], board
    assert all(named(target["expr"]) <= known() for target in panel["targets"])
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert len(panel["description"]) > 10


def test_a_name_that_nobody_tells_would_be_seen() -> None:
    assert not named("sum(rate(paillasse_answers_totals[5m]))") <= known()
    assert {"paillasse_answers_total", "slo:bad:ratio_rate5m", "pod:cpu_cores:rate5m"} <= known()


def test_dashboards_are_those_of_their_descriptions() -> None:
    specification = importlib.util.spec_from_file_location("build", DEPLOY / "grafana" / "build.py")
    assert specification is not None
    assert specification.loader is not None
    build = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(build)
    written: dict[Path, str] = build.written()
    assert set(written) == set(DASHBOARDS)
    for path, text in written.items():
        assert path.read_text("utf-8") == text, f"{path.name}: run python deploy/grafana/build.py"


def test_every_alert_has_a_runbook_and_every_runbook_an_alert() -> None:
    pages = {str(p.relative_to(ROOT)) for p in (ROOT / "docs" / "runbooks").glob("*.md") if p.stem != "README"}
    assert {alert["annotations"]["runbook"] for alert in alerts()} == pages
    for alert in alerts():
        assert alert["labels"]["severity"] in {"page", "ticket"}
        page = (ROOT / alert["annotations"]["runbook"]).read_text("utf-8")
        assert page.startswith(f"# {alert['alert']}\n")
        wanted = ["## What you see", "## Why", "## What to do", "## Is it over?"]
        assert [line for line in page.split("\n") if line.startswith("## ")] == wanted
        assert "```sh" in page


def test_runbooks_ask_for_what_there_is() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs" / "runbooks").glob("*.md"))
    asked = re.findall(r"promtool query instant \$PROMETHEUS '(.+?)'", text)
    assert len(asked) > len(alerts())
    for query in asked:
        assert named(query) <= known(), query


def test_every_alert_is_tried_where_it_fires_and_where_it_does_not() -> None:
    cases = [case for path in TESTS for case in yaml.safe_load(path.read_text("utf-8"))["tests"] if "name" in case]
    fired: set[str] = set()
    quiet: set[str] = set()
    for case in cases:
        about = case["name"].partition(":")[0]
        samples = [s for expected in case["promql_expr_test"] for s in expected["exp_samples"]]
        (fired if any(f'"{about}"' in sample["labels"] for sample in samples) else quiet).add(about)
    names = {alert["alert"] for alert in alerts()}
    assert fired == names
    assert quiet == names


def test_codes_that_rules_name_exist() -> None:
    codes = {
        made.code
        for module in (asking_errors, manuals, models, root, storage)
        for made in vars(module).values()
        if isinstance(made, type) and issubclass(made, PaillasseError)
    }
    text = "\n".join(path.read_text("utf-8") for path in RULES)
    found = {code for match in re.findall(r'code!?=?~?"([\w|]+)"', text) for code in match.split("|")}
    assert "invalid_question" in found
    assert found <= codes


def test_configurations_are_well_formed_and_hold_no_secret() -> None:
    for path in [*DEPLOY.glob("grafana/provisioning/*/*.yml"), *DEPLOY.glob("prometheus/*.yml")]:
        assert yaml.safe_load(path.read_text("utf-8")), path
    alertmanager = yaml.safe_load((DEPLOY / "alertmanager" / "alertmanager.yml").read_text("utf-8"))
    for receiver in alertmanager["receivers"]:
        assert [set(chat) & {"api_url", "api_url_file"} for chat in receiver["slack_configs"]] == [{"api_url_file"}]
    alert_names = {alert["alert"] for alert in alerts()}
    for rule in alertmanager["inhibit_rules"]:
        for matcher in [*rule["source_matchers"], *rule["target_matchers"]]:
            name, _, value = re.split(r"\s*(=~|=)\s*", matcher)
            assert name != "alertname" or set(value.strip('"').split("|")) <= alert_names


def test_nothing_that_waits_until_the_morning_hides_what_wakes_somebody() -> None:
    """But for a page that explains it."""
    pages = {alert["alert"] for alert in alerts() if alert["labels"]["severity"] == "page"}
    alertmanager = yaml.safe_load((DEPLOY / "alertmanager" / "alertmanager.yml").read_text("utf-8"))
    for rule in alertmanager["inhibit_rules"]:
        sources, targets = (" ".join(rule[side]) for side in ("source_matchers", "target_matchers"))
        hidden = {name for name in pages if re.search(rf"\b{name}\b", targets)}
        assert not hidden or any(re.search(rf"\b{name}\b", sources) for name in pages)
