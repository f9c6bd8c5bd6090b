#!/usr/bin/env bash
# Applies an overlay, waits until its pods are ready and asks it something; if any of that fails, every Deployment goes back
# to what it was, and the exit code is 1.
#
#   deploy/k8s/deploy.sh OVERLAY [URL]        # production, say; without a URL the service is reached by port-forward
#
# SMOKE_USER and SMOKE_PASSWORD name a user who may ingest in the collection SMOKE_COLLECTION. Where SMOKE_USER is not set, an
# expert is made for this run and suspended after it.
set -euo pipefail
overlay=${1:?Name an overlay of deploy/k8s/overlays}
url=${2:-}
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
kubectl() { command kubectl --namespace paillasse "$@"; }
deployments() { kubectl get deployments --selector app.kubernetes.io/name=paillasse --output name; }

if [ -n "${SMOKE_USER:-}" ]; then
    : "${SMOKE_PASSWORD:?is not set: $SMOKE_USER has one}"
elif ! kubectl auth can-i create pods --subresource exec >/dev/null; then
    echo 'You may run no command in a pod, to make a user for the smoke test: set SMOKE_USER and SMOKE_PASSWORD.' >&2
    exit 1
fi

declare -A before
for name in $(deployments); do
    before[$name]=$(kubectl get "$name" --output 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}')
done

tell() {
    kubectl get pods
    kubectl get events --field-selector type=Warning --sort-by .lastTimestamp | tail -20
    kubectl logs --selector app.kubernetes.io/name=paillasse --tail 50 --prefix
}

put_back() {
    echo "It does not work: back to what it was." >&2
    for name in "${!before[@]}"; do
        kubectl rollout undo "$name" --to-revision "${before[$name]}" || true  # it says so where nothing had changed
    done
    for name in "${!before[@]}"; do
        kubectl rollout status "$name" --timeout 10m >&2
    done
}

suspend=
forward=
finish() {
    local code=$?
    [ "$code" = 0 ] || tell >&2 || true
    [ -z "$suspend" ] || kubectl exec deployment/paillasse --container paillasse -- paillasse users suspend "$suspend" || true
    [ -z "$forward" ] || kill "$forward" 2>/dev/null || true
    [ "$code" = 0 ] || [ ${#before[@]} = 0 ] || put_back
    exit "$code"
}
trap finish EXIT

command kubectl apply --kustomize "$here/overlays/$overlay"
for name in $(deployments); do
    kubectl rollout status "$name" --timeout 10m
done

if [ -z "${SMOKE_USER:-}" ]; then
    SMOKE_USER=smoke-$(date +%s)
    SMOKE_PASSWORD=$(head -c 16 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
    export SMOKE_PASSWORD
    kubectl exec --stdin deployment/paillasse --container paillasse -- paillasse users create "$SMOKE_USER" \
        --email "$SMOKE_USER@example.org" --role expert --collection "${SMOKE_COLLECTION:-default}" <<<"$SMOKE_PASSWORD"
    suspend=$SMOKE_USER
fi
if [ -z "$url" ]; then
    command kubectl --namespace paillasse port-forward service/paillasse 18000:80 >/dev/null &
    forward=$!  # of the program, not of a shell around it, which would leave it behind
    url=http://127.0.0.1:18000
fi
python3 "$here/../smoke.py" "$url" --user "$SMOKE_USER" --collection "${SMOKE_COLLECTION:-default}"
