"""Write the rules for the Prometheus operator: `python deploy/prometheus/build.py`.

The operator reads rules as PrometheusRule, Prometheus itself as files. They are written once, in `rules`, and put into
`deploy/k8s/components/monitoring/rules.yaml` from there.
"""

from __future__ import annotations

from pathlib import Path

RULES = Path(__file__).parent / "rules"
MANIFEST = Path(__file__).parents[1] / "k8s" / "components" / "monitoring" / "rules.yaml"
_HEAD = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: paillasse-{name}
  labels: {{app.kubernetes.io/name: paillasse}}
spec:
"""


def manifest() -> str:
    """One PrometheusRule for each file, in its own words."""
    parts = ["# Written by deploy/prometheus/build.py from deploy/prometheus/rules: change it there.\n"]
    for path in sorted(RULES.glob("*.yml")):
        lines = path.read_text("utf-8").splitlines()
        parts.append(_HEAD.format(name=path.stem) + "".join(f"  {line}".rstrip() + "\n" for line in lines))
    return parts[0] + "---\n".join(parts[1:])


if __name__ == "__main__":
    MANIFEST.write_text(manifest(), "utf-8")
