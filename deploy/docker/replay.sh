#!/usr/bin/env bash
# Builds the very Dockerfile where there is neither a container engine nor a registry, to know that what it makes starts
# and answers: buildah without isolation goes its steps over a base that debootstrap makes, which has the Debian and the
# Python of the base that the Dockerfile names. As root, on Debian:
#
#   apt-get install --no-install-recommends buildah debootstrap
#   deploy/docker/replay.sh FOLDER        # the runtime's file system is in FOLDER/root afterwards
#   deploy/docker/try.sh FOLDER           # starts it, read-only and not as root, and asks it something
set -euo pipefail
folder=$(realpath --canonicalize-missing "${1:?Name a folder with 8 GB of room}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

suite=$(sed -n 's/^ARG BASE=.*-slim-\([a-z]*\)@.*/\1/p' deploy/docker/Dockerfile)
mirror=${MIRROR:-http://deb.debian.org/debian}
buildah() { command buildah --root "$folder/storage" --runroot "$folder/run" --storage-driver vfs "$@"; }

mkdir -p "$folder"
if ! buildah inspect --type image paillasse-base >/dev/null 2>&1; then
    debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv "$suite" "$folder/base" "$mirror"
    tar --create --file "$folder/base.tar" --directory "$folder/base" --exclude './dev/*' --exclude './var/cache/apt/*' .
    rm -rf "$folder/base"
    base=$(buildah from scratch)
    buildah add --quiet "$base" "$folder/base.tar" /
    rm "$folder/base.tar"
    # Certificates of this machine: package registries may be reached through a proxy that has its own.
    certificates=/etc/ssl/certs/ca-certificates.crt
    buildah copy --quiet "$base" "$certificates" "$certificates"
    for name in SSL_CERT_FILE PIP_CERT NODE_EXTRA_CA_CERTS; do
        buildah config --env "$name=$certificates" "$base"
    done
    buildah commit --quiet --rm "$base" paillasse-base
fi

version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
git archive --prefix context/ HEAD | tar --extract --directory "$folder"  # as committed, with nothing beside it
buildah build --format docker --isolation chroot --pull-never --layers=false --rm=false \
    --build-arg BASE=localhost/paillasse-base \
    --build-arg VERSION="$version" \
    --build-arg REVISION="$(git rev-parse HEAD)" \
    --file "$folder/context/deploy/docker/Dockerfile" \
    --tag paillasse "$folder/context"

container=$(buildah from --pull-never localhost/paillasse)
rm -rf "$folder/root"
cp --archive "$(buildah mount "$container")" "$folder/root"
buildah umount "$container" >/dev/null
buildah rm "$container" >/dev/null
buildah inspect --type image --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' paillasse | sed '/^$/d' >"$folder/environment"
buildah inspect --type image paillasse | python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["OCIv1"]["config"]))'
du --summarize --block-size=1M "$folder/root"
