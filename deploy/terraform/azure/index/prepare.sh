# Disk, image and key of Qdrant, before each start. The key is fetched each time and lives in memory only.
set -euo pipefail
disk=/dev/disk/azure/scsi1/lun0
mkdir -p /mnt/index
blkid "$disk" >/dev/null || mkfs.ext4 -m 0 "$disk"
mountpoint -q /mnt/index || mount -o discard,noexec,nosuid "$disk" /mnt/index
mkdir -p /mnt/index/snapshots
chown 1000:1000 /mnt/index /mnt/index/snapshots

field() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' | tr -d '\n'; } # a line's end would be part of what curl sends
token() {
  curl -sSf -H Metadata:true \
    "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&client_id=${identity}&resource=$1" |
    field access_token
}

token https://management.azure.com/ |
  curl -sSf "https://${registry}/oauth2/exchange" --data grant_type=access_token --data service=${registry} \
    --data-urlencode access_token@- | field refresh_token |
  docker login ${registry} --username 00000000-0000-0000-0000-000000000000 --password-stdin

key=$(curl -sSf -H @- "${secret}?api-version=7.4" <<<"Authorization: Bearer $(token https://vault.azure.net)" | field value)
umask 077
{
  echo "QDRANT__SERVICE__API_KEY=$key"
  echo "QDRANT__TELEMETRY_DISABLED=true"
  echo "QDRANT_INIT_FILE_PATH=/tmp/.qdrant-initialized" # all else that it would write to is read-only
} > /run/qdrant/env
