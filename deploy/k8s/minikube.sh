#!/usr/bin/env bash
# A cluster on this machine with everything inside: makes it, builds the image, makes secrets, deploys, and asks something.
# It needs docker, minikube and kubectl, 4 processors, 8 GB of memory and 20 GB of disk. `minikube delete` removes all of it.
#
#   IMAGE=…  takes an image that is there already, by that name, instead of building one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
for tool in docker minikube kubectl; do
    command -v "$tool" >/dev/null || { echo "Please install $tool: docs/how-to/deploy-on-kubernetes.md" >&2; exit 1; }
done

# Calico, since the network policies are to be kept, which Minikube's own network does not do.
minikube status >/dev/null 2>&1 || minikube start --cpus "${CPUS:-4}" --memory "${MEMORY:-7g}" --cni calico
kubectl config use-context minikube >/dev/null

if [ -n "${IMAGE:-}" ]; then
    docker tag "$IMAGE" paillasse:local
else
    docker build --file deploy/docker/Dockerfile --tag paillasse:local .
fi
minikube image load paillasse:local

kubectl apply --filename deploy/k8s/base/namespace.yaml
if ! kubectl --namespace paillasse get secret paillasse >/dev/null 2>&1; then
    secrets=$(mktemp -d)
    trap 'rm -rf "$secrets"' EXIT
    deploy/compose/secrets.sh "$secrets" >/dev/null
    kubectl --namespace paillasse create secret generic paillasse --from-file "$secrets"
fi

# The image keeps its name: pods that run the one before have to be told.
if kubectl --namespace paillasse get deployment paillasse >/dev/null 2>&1; then
    kubectl --namespace paillasse rollout restart deployment --selector app.kubernetes.io/name=paillasse
fi
deploy/k8s/deploy.sh minikube
echo
echo 'Make the first administrator, then open http://localhost:8000:'
echo '  kubectl --namespace paillasse exec --stdin --tty deployment/paillasse -- paillasse users create ada --email ada@example.org --admin --collection default'
echo '  kubectl --namespace paillasse port-forward service/paillasse 8000:80'
