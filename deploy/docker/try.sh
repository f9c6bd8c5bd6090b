#!/usr/bin/env bash
# Starts what replay.sh made the way an engine would: nothing writable but the home and /tmp, and as the image's user.
# Asks its version, starts the server, sends it a sample and asks about it. As root; PORT is 8123 unless told otherwise.
#
#   deploy/docker/try.sh FOLDER [NAME=VALUE…]     # more of the environment: PAILLASSE_DATABASE_URL=… say
set -euo pipefail
folder=$(realpath "${1:?Name the folder that replay.sh filled}")
shift
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
port=${PORT:-8123}

if [ "${INSIDE:-}" != yes ]; then  # in a mount namespace of its own, which takes the mounts with it when it ends
    exec env INSIDE=yes unshare --mount "${BASH_SOURCE[0]}" "$folder" "$@"
fi
root=$folder/mounted
mkdir -p "$root" "$folder/home"
chown 10001:10001 "$folder/home"
mount --bind "$folder/root" "$root"
mount --bind "$folder/home" "$root/var/lib/paillasse"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -o remount,bind,ro "$root"

mapfile -t environment <"$folder/environment"
inside=(chroot --userspec=10001:10001 "$root" /usr/bin/env -i -C /tmp "${environment[@]}" "$@")

"${inside[@]}" sh -c 'id -u; touch /opt/paillasse/here 2>&1 || true'
"${inside[@]}" paillasse --help >/dev/null
"${inside[@]}" python3 -c 'from importlib.metadata import version; print(version("paillasse"))'

password=$(head -c 16 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
"${inside[@]}" paillasse users create smoke --email smoke@example.org --role expert --collection default <<<"$password"
begun=$(date +%s%N)
"${inside[@]}" paillasse serve --host 127.0.0.1 --port "$port" >"$folder/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true' EXIT
until curl --silent --fail --output /dev/null "http://127.0.0.1:$port/livez"; do
    kill -0 $server || { cat "$folder/server.log"; exit 1; }
    sleep 0.2
done
echo "alive after $((($(date +%s%N) - begun) / 1000000)) ms: $(curl --silent "http://127.0.0.1:$port/readyz")"
SMOKE_PASSWORD=$password python3 "$here/../smoke.py" "http://127.0.0.1:$port" --user smoke
echo "memory: $(sed -n 's/^VmRSS:\s*//p' "/proc/$server/status")"
