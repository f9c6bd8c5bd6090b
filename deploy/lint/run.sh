#!/usr/bin/env bash
# What stands in deploy/ and .github/ is looked at without running it: `make lint-deploy`. Each line of the summary is one
# check; what a machine lacks (kubectl, Compose) is said, and is a failure where EVERYTHING=yes.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
tools=$(realpath "${1:?Name the folder of the tools}")/bin
PATH=$tools:$PATH
rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT
passed=0 failed=0

check() {  # check NAME COMMAND…: quiet when it passes
    local name=$1 told
    shift
    if told=$("$@" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\n' "$told"
        echo "FAILED: $name"
    fi
}

lacking() {  # lacking TOOL: whether it is missing here
    command -v "$1" >/dev/null && return 1
    echo "$1 is not here: what needs it is not checked."
    [ "${EVERYTHING:-}" != yes ] || failed=$((failed + 1))
}

compose_by_engine() {
    if docker compose version >/dev/null 2>&1; then
        docker compose --profile llm config --quiet
    else
        docker-compose --profile llm config --quiet
    fi
}

kubernetes() {  # kubernetes FOLDER: renders it and holds it against the schemas
    local file=$rendered/${1//\//-}.yaml
    kubectl kustomize "deploy/k8s/$1" >"$file" && kubernetes-validate --strict --no-warn "$file" \
        && python deploy/lint/resources.py "$file"
}

checkov() { command checkov --quiet --compact --skip-download --config-file deploy/lint/checkov.yaml "$@"; }

terraform_by_checkov() { (cd deploy/terraform && command checkov --quiet --compact --skip-download --config-file .checkov.yaml); }

check "Dockerfile (hadolint)" hadolint deploy/docker/Dockerfile
check "compose.yaml (schema)" check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
docker compose version >/dev/null 2>&1 || ! lacking docker-compose && check "compose.yaml (as Compose reads it)" compose_by_engine
if ! lacking kubectl; then
    for folder in base overlays/minikube overlays/production; do
        check "Kubernetes $folder (schemas)" kubernetes "$folder"
    done
    check "Kubernetes: who deploys (schemas)" kubernetes-validate --strict --no-warn deploy/k8s/deployer.yaml
    rm -f "$rendered/base.yaml"
    check "Kubernetes (checkov)" checkov --framework kubernetes --directory "$rendered"
fi
check "Dockerfile (checkov)" checkov --framework dockerfile --file deploy/docker/Dockerfile
check "workflows (schema)" check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
check "dependabot (schema)" check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
check "azure-pipelines.yml (schema)" check-jsonschema --builtin-schema vendor.azure-pipelines --data-transform azure-pipelines \
    --regex-variant nonunicode azure-pipelines.yml
lacking actionlint || check "workflows (actionlint)" actionlint  # its package fetches the program from GitHub
check "workflows (zizmor)" zizmor --offline --quiet --pedantic .github
check "scripts (shellcheck)" shellcheck deploy/*/*.sh deploy/*.sh .ci/run
check "Terraform (checkov)" terraform_by_checkov
check "Terraform (schemas of the providers)" "${UV:-uv}" run --quiet --no-project --with grpcio==1.85.1 --with msgpack==1.2.4 \
    python deploy/terraform/check/validate.py
check "Prometheus, Alertmanager (promtool, amtool)" deploy/check-monitoring.sh

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
