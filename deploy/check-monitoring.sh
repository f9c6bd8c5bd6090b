#!/usr/bin/env bash
# Checks the configuration of Prometheus and Alertmanager, and that every alert fires and keeps quiet as its tests say.
# Where promtool and amtool are missing, Debian's packages are unpacked into out/tools: nothing is installed or started.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:$PWD/out/tools/usr/bin"
if ! { command -v promtool && command -v amtool; } >/dev/null; then
    mkdir -p out/tools/packages
    (cd out/tools/packages && apt-get download -qq prometheus prometheus-alertmanager)
    for package in out/tools/packages/*.deb; do dpkg-deb --extract "$package" out/tools; done
fi
promtool check config --syntax-only deploy/prometheus/prometheus.yml
promtool check rules deploy/prometheus/rules/*.yml
promtool test rules deploy/prometheus/tests/*.yml
amtool check-config deploy/alertmanager/alertmanager.yml
