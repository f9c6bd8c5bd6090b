"""What is pinned stays pinned, what the image copies is there, and secrets stand in files."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def loaded(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def used(node):
    """Every action and reusable workflow below."""
    if isinstance(node, dict):
        yield from ([node["uses"]] if "uses" in node else [])
        for value in node.values():
            yield from used(value)
    elif isinstance(node, list):
        for value in node:
            yield from used(value)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda p: p.name)
def test_actions_are_pinned_and_may_do_the_least(workflow):
    told = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    actions = list(used(told))
    assert actions
    assert [action for action in actions if not re.search(r"@[0-9a-f]{40}$", action)] == []
    assert told["permissions"] == {}
    assert all("permissions" in job and "timeout-minutes" in job for job in told["jobs"].values())


def test_images_are_pinned():
    images = {name: service["image"] for name, service in COMPOSE["services"].items()}
    ours = "${PAILLASSE_IMAGE:-paillasse:local}"
    assert [name for name, image in images.items() if image != ours and not DIGEST.search(image)] == []
    manifests = "\n".join(path.read_text("utf-8") for path in (DEPLOY / "k8s").rglob("*.yaml"))
    others = [i for i in re.findall(r" image: (\S+)$", manifests, re.MULTILINE) if "paillasse/paillasse" not in i]
    assert others
    assert [image for image in others if not DIGEST.search(image)] == []
    assert re.search(
        r"^ARG BASE=\S+@sha256:[0-9a-f]{64}$", (DEPLOY / "docker" / "Dockerfile").read_text(), re.MULTILINE
    )


def test_a_tag_is_one_image_wherever_it_is_named():
    files = [ROOT / "compose.yaml", ROOT / "azure-pipelines.yml", *WORKFLOWS, *(DEPLOY / "k8s").rglob("*.yaml")]
    pins = re.findall(r"([\w./-]+:[\w.-]+)@(sha256:[0-9a-f]{64})", "\n".join(f.read_text("utf-8") for f in files))
    digests = {tag: {digest for name, digest in pins if name == tag} for tag, _ in pins}
    assert len(pins) > len(digests)
    assert [tag for tag, found in digests.items() if len(found) > 1] == []


def test_the_script_makes_every_secret_once_and_strong(tmp_path):
    def made():
        subprocess.run([DEPLOY / "compose" / "secrets.sh", tmp_path], check=True, capture_output=True)
        return {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}

    secrets = made()
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} <= set(secrets)
    assert len(secrets["paillasse_jwt_secret"]) == 64
    assert secrets["postgres_password"] in secrets["paillasse_database_url"]
    assert len({secrets[n] for n in secrets if n.endswith(("password", "secret", "key"))}) == 5
    assert made() == secrets


def test_every_container_is_as_confined_as_it_can_be():
    for name, service in COMPOSE["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name


def test_what_the_image_copies_is_sent_to_the_builder():
    sent = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", (DEPLOY / "docker" / "Dockerfile").read_text(), re.MULTILINE)
    for source in " ".join(copied).split():
        assert (ROOT / source).exists(), source
        assert any(source == s or source.startswith(s + "/") for s in sent), source


def test_a_release_sets_the_digest_of_one_line():
    image = loaded(DEPLOY / "gates" / "image.py")
    text = (DEPLOY / "k8s" / "overlays" / "production" / "kustomization.yaml").read_text(encoding="utf-8")
    digest = "sha256:" + "a" * 64
    [server, canary] = yaml.safe_load(image.pinned(text, f"docker.io/x/y@{digest}", canary=False))["images"]
    assert server == {"name": "docker.io/paillasse/paillasse", "newName": "docker.io/x/y", "digest": digest}
    assert "newTag" in canary
    [server, canary] = yaml.safe_load(image.pinned(text, f"docker.io/x/y@{digest}", canary=True))["images"]
    assert "newTag" in server
    assert canary["digest"] == digest
    for wrong in ("docker.io/x/y:latest", f"x@{digest}\n- evil", "x@sha256:12"):
        with pytest.raises(ValueError, match="digest"):
            image.pinned(text, wrong, canary=False)
    with pytest.raises(ValueError, match="0 lines"):
        image.pinned("images: []", f"x@{digest}", canary=False)


def programme(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def deployed(tmp_path):
    """Runs deploy.sh over a kubectl that notes what it is told; the smoke test ends with this exit code."""
    noted = tmp_path / "noted"
    programme(
        tmp_path / "kubectl",
        f"""echo "$*" >>{noted}
case "$*" in
*"can-i"*) exit 1 ;;
*"--output name"*) printf 'deployment.apps/paillasse\\ndeployment.apps/paillasse-worker\\n' ;;
*jsonpath*) echo 7 ;;
esac""",
    )

    def run(code, **smoke):
        programme(tmp_path / "python3", f"exit {code}")
        smoke = smoke or {"SMOKE_USER": "smoke", "SMOKE_PASSWORD": "…"}
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"} | smoke
        command = [DEPLOY / "k8s" / "deploy.sh", "production", "http://localhost"]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        return done.returncode, noted.read_text().splitlines() if noted.exists() else []

    return run


def test_what_does_not_answer_goes_back_to_the_revision_before(deployed):
    code, told = deployed(1)
    assert code == 1
    undone = [line.split("rollout undo ")[1] for line in told if "rollout undo" in line]
    assert sorted(undone) == [f"deployment.apps/{name} --to-revision 7" for name in ("paillasse", "paillasse-worker")]


@pytest.mark.parametrize("smoke", [{"SMOKE_USER": "smoke"}, {"SMOKE_USER": ""}])
def test_nothing_is_deployed_that_could_not_be_asked(deployed, smoke):
    code, told = deployed(0, **smoke)
    assert code == 1
    assert not any("apply" in line or "undo" in line for line in told)


def test_what_answers_stays(deployed):
    code, told = deployed(0)
    assert code == 0
    assert any("apply --kustomize" in line for line in told)
    assert not any("undo" in line for line in told)


def test_the_summary_says_which_floor_was_missed():
    summary = loaded(DEPLOY / "gates" / "summary.py")
    floors = json.loads(summary.FLOORS.read_text("utf-8"))
    report = {
        "n": 92,
        "slices": {"all": {"hit@1": 0.5, "hit@5": 0.96}},
        "answer_correctness": 0.7,
        "refused_answerable": 0.2,
        "latency_ms": {"total": {"p50": 40.2, "p95": 90.9}},
        "misses": ["one"],
        "config_hash": "abc",
    }
    rows = {line.split("|")[1].strip(): line for line in summary.told(report, floors).splitlines() if "|" in line}
    assert "**missed**" in rows["all/hit@1"]
    assert "**missed**" in rows["refused_answerable"]
    assert "missed" not in rows["all/hit@5"] + rows["answer_correctness"]
    assert "not measured" in rows["citations_valid"]
    assert "**missed**" in rows["citations_valid"]


@pytest.mark.parametrize(
    "change", [{"outcome": "refused"}, {"document_id": "d2"}, {"page": 3}, {"quote": "Autre"}, {"rectangles": []}]
)
def test_the_smoke_test_wants_that_very_citation(change):
    smoke = loaded(DEPLOY / "smoke.py")
    citation = {"document_id": "d1", "page": 16, "quote": "E-203 Balourd détecté", "rectangles": [[16, []]]}
    smoke.check_answer({"outcome": "answered", "citations": [citation]}, "d1")
    answer = {"outcome": change.get("outcome", "answered"), "citations": [citation | change]}
    with pytest.raises(smoke.Unwell):
        smoke.check_answer(answer, "d1")
