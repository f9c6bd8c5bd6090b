"""What watches in the proof is what the repository deploys, at other addresses."""

import os
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from benchmarks.watching import processes
from benchmarks.watching.drawing import scaled
from benchmarks.watching.faults import Trouble, runbooks
from benchmarks.watching.hurry import faster
from benchmarks.watching.stand_ins import Manner, containers, long_run

DEPLOY = Path(processes.__file__).parents[2] / "deploy"


def test_every_job_is_scraped_by_the_rules_of_the_repository():
    deployed = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
    jobs = [job["job_name"] for job in deployed["scrape_configs"]]
    told = processes._scraping({job: [f"{job}:1"] for job in jobs})
    assert [(job["job_name"], job["static_configs"]) for job in told["scrape_configs"]] == [
        (job, [{"targets": [f"{job}:1"]}]) for job in jobs
    ]
    assert [Path(path).parent for path in told["rule_files"]] == [DEPLOY / "prometheus" / "rules"]


def test_routes_are_those_of_the_repository_and_the_chat_is_another(tmp_path):
    told = processes._routing(tmp_path / "url")
    deployed = yaml.safe_load((DEPLOY / "alertmanager" / "alertmanager.yml").read_text("utf-8"))
    assert told["route"]["routes"] == deployed["route"]["routes"]
    assert told["inhibit_rules"] == deployed["inhibit_rules"]
    chats = [chat for receiver in told["receivers"] for chat in receiver["slack_configs"]]
    assert {chat["api_url_file"] for chat in chats} == {str(tmp_path / "url")}


def test_what_stands_in_tells_figures():
    with containers(os.getpid()) as where, urlopen(f"http://{where}/metrics") as answer:
        assert 'container_memory_working_set_bytes{namespace="paillasse"' in answer.read().decode()
    with long_run() as where, urlopen(f"http://{where}/metrics") as answer:
        names = {line.split("{")[0].split(" ")[0] for line in answer.read().decode().splitlines() if line[0] != "#"}
    assert {"paillasse_drift_feature", "paillasse_rollout_share", "paillasse_judge_score_count"} <= names


def test_in_a_hurry_windows_and_ages_are_shorter_and_nothing_else():
    assert faster('expr: rate(x_total[5m]) > 0.2 and slo:bad:ratio_rate5m{slo="http"} > 14.4') == (
        'expr: rate(x_total[10000ms]) > 0.2 and slo:bad:ratio_rate5m{slo="http"} > 14.4'
    )
    assert faster("(time() - max(x)) > 3 * 86400\nfor: 1h") == "(time() - max(x)) > 3 * 2880\nfor: 120000ms"
    assert faster("sum(x) > 900 and y >= 20") == "sum(x) > 30 and y >= 20"
    for path in (DEPLOY / "prometheus" / "rules").glob("*.yml"):
        groups = yaml.safe_load(faster(path.read_text("utf-8")))["groups"]
        assert [group["name"] for group in groups] == [
            group["name"] for group in yaml.safe_load(path.read_text("utf-8"))["groups"]
        ]


def test_units_are_those_that_a_person_would_say():
    assert [scaled("s", largest)[1] for largest in (0.3, 65.0, 18_000.0)] == [" ms", " s", " h"]
    assert scaled("percentunit", 0.5) == (0.01, " %")
    assert scaled("short", 3.0) == (1.0, "")


def test_every_alert_has_a_cause():
    running = processes.Running(Path(), {}, 0, 0, Manner())
    driven = [alert for _, alerts in Trouble(running).causes(None) for alert in alerts]
    assert sorted(driven) == sorted(runbooks())


def test_a_program_that_is_missing_is_said():
    with pytest.raises(SystemExit, match="apt-get install"):
        processes.tool("no-such-program")
