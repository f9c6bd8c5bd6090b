"""Hold custom resources against their schemas: kubernetes-validate does not know them, and passes them over.

    python deploy/lint/resources.py rendered.yaml…

The schemas name the fields that are used here, as monitoring.coreos.com/v1 (the Prometheus operator) and
gateway.networking.k8s.io/v1 define them: another field has to be looked up and written down first. Whether expressions
are right is for promtool to say of the files that the rules are made from.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import jsonschema
import yaml


def _only(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": items}


TEXT = {"type": "string", "minLength": 1}
DURATION = {"type": "string", "pattern": r"^(0|(\d+h)?(\d+m)?(\d+s)?(\d+ms)?)$", "minLength": 1}
WORDS = {"type": "object", "additionalProperties": {"type": "string"}}
PATH = {"type": "string", "pattern": "^/"}

_RULE = {
    **_only(["expr"], alert=TEXT, record=TEXT, expr=TEXT, labels=WORDS, annotations=WORDS, **{"for": DURATION}),
    "oneOf": [{"required": ["alert"]}, {"required": ["record"]}],
}
_REDIRECT = _only(
    [],
    path=_only(["type", "replaceFullPath"], type={"const": "ReplaceFullPath"}, replaceFullPath=PATH),
    statusCode={"enum": [301, 302]},
)
_FILTER = _only(["type", "requestRedirect"], type={"const": "RequestRedirect"}, requestRedirect=_REDIRECT)
_MATCH = _only(["path"], path=_only(["type", "value"], type={"enum": ["Exact", "PathPrefix"]}, value=PATH))
_BACKEND = _only(["name", "port"], name=TEXT, port={"type": "integer", "minimum": 1, "maximum": 65535})
SPECS = {
    ("monitoring.coreos.com/v1", "PrometheusRule"): _only(
        ["groups"],
        groups=_list(_only(["name", "rules"], name=TEXT, interval=DURATION, rules=_list(_RULE))),
    ),
    ("monitoring.coreos.com/v1", "ServiceMonitor"): _only(
        ["selector", "endpoints"],
        selector=_only(["matchLabels"], matchLabels=WORDS),
        endpoints=_list(_only(["port"], port=TEXT, path=PATH, interval=DURATION)),
    ),
    ("gateway.networking.k8s.io/v1", "HTTPRoute"): _only(
        ["parentRefs", "rules"],
        parentRefs=_list(_only(["name"], name=TEXT, namespace=TEXT)),
        hostnames=_list(TEXT),
        rules=_list(
            _only(
                ["matches"],
                matches=_list(_MATCH),
                filters=_list(_FILTER),
                timeouts=_only([], request=DURATION),
                backendRefs=_list(_BACKEND),
            )
        ),
    ),
}
_METADATA = _only(["name"], name=TEXT, namespace=TEXT, labels=WORDS)


def custom(document: dict[str, Any]) -> bool:
    """Whether this is no kind of Kubernetes itself: those have no dot in their group, or k8s.io at its end."""
    group = document["apiVersion"].rpartition("/")[0]
    return "." in group and (not group.endswith("k8s.io") or group.startswith("gateway."))


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a custom resource."""
    name = f"{document['kind']} {document['metadata'].get('name')}"
    spec = SPECS.get((document["apiVersion"], document["kind"]))
    if spec is None:
        return [f"{name}: there is no schema for {document['apiVersion']}"]
    schema = _only(["metadata", "spec"], apiVersion={}, kind={}, metadata=_METADATA, spec=spec)
    found = jsonschema.Draft202012Validator(schema).iter_errors(document)
    return [f"{name}: {error.json_path}: {error.message}" for error in found]


if __name__ == "__main__":
    loaded = [d for path in sys.argv[1:] for d in yaml.safe_load_all(Path(path).read_text("utf-8")) if d]
    wrong = [fault for document in loaded if custom(document) for fault in faults(document)]
    print("\n".join(wrong) or f"{sum(map(custom, loaded))} custom resources are right")
    sys.exit(bool(wrong))
