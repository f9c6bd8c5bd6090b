#!/usr/bin/env bash
# What kubectl signs in with in a run of GitHub Actions: a token of that very run for this AUDIENCE, a fresh one each time it
# is asked. They last some minutes, a deployment that is taken back lasts longer.
set -euo pipefail
curl --silent --show-error --fail --retry 3 --get --data-urlencode "audience=$AUDIENCE" \
    --header "authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL" |
    jq --exit-status '
        (.value | split(".")[1] | gsub("-"; "+") | gsub("_"; "/") | @base64d | fromjson | .exp - 60 | todate) as $expiry
        | {apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential",
           status: {token: .value, expirationTimestamp: $expiry}}'
