"""What is deployed on Kubernetes may be deployed by whom it is for, and is watched by the same rules as elsewhere."""

import importlib.util
from pathlib import Path

import pytest
import yaml

DEPLOY = Path(__file__).parents[3] / "deploy"
K8S = DEPLOY / "k8s"
APPLIED = [
    path
    for folder in ("base", "components", "overlays/production")
    for path in (K8S / folder).rglob("*.yaml")
    if path.name not in {"kustomization.yaml", "secret.template.yaml"}
]


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text(encoding="utf-8")) if document]


def resource(document):
    """Its group, and its kind as rights name it."""
    kind = document["kind"].lower()
    return document["apiVersion"].rpartition("/")[0], kind[:-1] + "ies" if kind.endswith("y") else kind + "s"


def test_who_deploys_may_apply_each_kind_and_read_no_secret():
    role = next(d for d in documents(K8S / "deployer.yaml") if d["kind"] == "Role")
    allowed = {
        (group, name): set(rule["verbs"])
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for name in rule["resources"]
    }
    applied = {resource(document) for path in APPLIED for document in documents(path)} - {("", "namespaces")}
    assert len(applied) > 10
    assert [r for r in sorted(applied) if not {"get", "create", "patch"} <= allowed.get(r, set())] == []
    assert ("", "secrets") not in allowed
    assert not any("delete" in verbs or "*" in verbs for verbs in allowed.values())


def test_the_operator_has_the_rules_that_stand_in_files():
    spec = importlib.util.spec_from_file_location("build", DEPLOY / "prometheus" / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.MANIFEST.read_text(encoding="utf-8") == build.manifest(), "python deploy/prometheus/build.py"
    told = {document["metadata"]["name"]: document["spec"] for document in documents(build.MANIFEST)}
    rules = {f"paillasse-{path.stem}": yaml.safe_load(path.read_text("utf-8")) for path in build.RULES.glob("*.yml")}
    assert told == rules


def test_every_dashboard_is_brought_along():
    [generator] = yaml.safe_load((DEPLOY / "grafana" / "kustomization.yaml").read_text("utf-8"))["configMapGenerator"]
    assert generator["files"] == sorted(f"dashboards/{path.name}" for path in (DEPLOY / "grafana/dashboards").iterdir())


@pytest.mark.parametrize("name", ["paillasse", "paillasse-worker"])
def test_servers_and_workers_are_scraped(name):
    everything = [document for path in APPLIED for document in documents(path)]
    [monitor] = [d["spec"] for d in everything if d["kind"] == "ServiceMonitor"]
    [service] = [d for d in everything if d["kind"] == "Service" and d["metadata"]["name"] == name]
    assert monitor["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    assert monitor["endpoints"][0]["port"] in {port["name"] for port in service["spec"]["ports"]}
