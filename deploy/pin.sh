#!/usr/bin/env bash
# Writes what is pinned again, for the tags that stand beside each pin: `make pin-images`. Look at the difference before you
# commit it. It needs docker with buildx, git and the internet; Dependabot proposes the same every week.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# image:tag@sha256:… wherever it stands
mapfile -t files < <(git ls-files compose.yaml azure-pipelines.yml deploy/docker/Dockerfile 'deploy/k8s/**.yaml' '.github/workflows/*.yml')
mapfile -t images < <(grep --no-filename --only-matching --perl-regexp '[a-z0-9./-]+:[A-Za-z0-9._-]+(?=@sha256:[0-9a-f]{64})' \
    "${files[@]}" | sort --unique)
for image in "${images[@]}"; do
    digest=$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}')
    echo "$image $digest"
    sed --in-place "s#${image//./\\.}@sha256:[0-9a-f]\{64\}#$image@$digest#" "${files[@]}"
done

# owner/action@SHA # tag
mapfile -t actions < <(grep --no-filename --only-matching --perl-regexp '[\w-]+/[\w-]+@[0-9a-f]{40} # v[\d.]+' \
    .github/workflows/*.yml | sort --unique)
for action in "${actions[@]}"; do
    name=${action%%@*} tag=${action##* }
    # An annotated tag names the commit on a second line, with ^{}.
    sha=$(git ls-remote "https://github.com/$name" "refs/tags/$tag" "refs/tags/$tag^{}" | tail -1 | cut -f1)
    echo "$name $tag ${sha:?has no such tag}"
    sed --in-place "s%$name@[0-9a-f]\{40\} # ${tag//./\\.}\$%$name@$sha # $tag%" .github/workflows/*.yml
done

for tools in deploy/docker/build-tools deploy/lint/tools; do
    "${UV:-uv}" pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
        --custom-compile-command 'make pin-images' --no-annotate "$tools.in" --output-file "$tools.txt"
done
