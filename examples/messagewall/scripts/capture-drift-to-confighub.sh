#!/usr/bin/env bash
# Takes what was changed on the cluster into ConfigHub. Flags: --dry-run, --env <name> (default dev), --namespace <name>,
# --tag <tag>, --incident <id>, --trigger-sync, and all of tideway capture.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec npx --no-install tideway capture "$@"
