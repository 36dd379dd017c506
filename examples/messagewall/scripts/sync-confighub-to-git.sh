#!/usr/bin/env bash
# Proposes in Git what operators changed in ConfigHub. Flags: --dry-run, --env <name> (default dev), and all of tideway sync.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec npx --no-install tideway sync "$@"
