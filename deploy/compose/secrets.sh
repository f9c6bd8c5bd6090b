#!/usr/bin/env bash
# Makes the secrets of compose.yaml, once: 32 random bytes each, one file for each. What is there already stays.
# The folder is yours alone; the files are readable by the users inside the containers, who see only those they are given.
set -euo pipefail
umask 077
folder=${1:-$(dirname "${BASH_SOURCE[0]}")/secrets}
mkdir -p "$folder"
cd "$folder"

random() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
keep() { [ -e "$1" ] || printf '%s' "$2" >"$1"; }

keep postgres_password "$(random)"
keep paillasse_jwt_secret "$(random)"
keep paillasse_qdrant_key "$(random)"
keep grafana_password "$(random)"
keep redis_password "$(random)"
keep paillasse_database_url "postgresql://paillasse:$(cat postgres_password)@postgres:5432/paillasse"
keep mlflow_database_url "postgresql+psycopg://paillasse:$(cat postgres_password)@postgres:5432/mlflow"
keep paillasse_redis_url "redis://:$(cat redis_password)@redis:6379/0"
keep qdrant_config "service: {api_key: $(cat paillasse_qdrant_key)}"
keep redis_config "$(printf '%s\n' 'save ""' 'appendonly no' 'maxmemory 256mb' 'maxmemory-policy allkeys-lru' "requirepass $(cat redis_password)")"
keep alert_webhook_url ""  # of your chat: until it is written here, alerts are seen in Alertmanager and nobody is told
chmod 0644 -- *
echo "The secrets are in $folder: back them up apart from the backups, and never into version control."
