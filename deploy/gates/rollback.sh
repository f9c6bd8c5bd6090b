#!/usr/bin/env bash
# Proof, in a cluster that answers, that deploy.sh takes back what does not start: it deploys an image that ends at once and
# looks whether the one before answers again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
kubectl() { command kubectl --namespace paillasse "$@"; }
arguments() { kubectl get deployment paillasse --output 'jsonpath={.spec.template.spec.containers[0].args}'; }

before=$(arguments)
overlay=deploy/k8s/overlays/broken
mkdir "$overlay"
trap 'rm -rf "$overlay"' EXIT
cat >"$overlay/kustomization.yaml" <<'END'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../minikube]
patches:
  - target: {kind: Deployment, name: paillasse}
    patch: |
      - {op: replace, path: /spec/template/spec/containers/0/args, value: [--no-such-option]}
      - {op: replace, path: /spec/progressDeadlineSeconds, value: 60}
END
if deploy/k8s/deploy.sh broken; then
    echo 'What cannot start was deployed.' >&2
    exit 1
fi
[ "$(arguments)" = "$before" ] || { echo 'It was not taken back.' >&2; exit 1; }
kubectl rollout status deployment/paillasse --timeout 5m
echo 'What did not start was taken back.'
