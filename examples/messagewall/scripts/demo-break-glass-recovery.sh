#!/usr/bin/env bash
# Shows how a break-glass change on the cluster reaches ConfigHub, and Git as a pull request.
#   --space <space>    space of the environment (default messagewall-dev)
#   --unit <unit>      unit to recover (default lambda)
#   --incident <id>    incident to record (default INC- and today's date)
#   --auto             do not wait for Enter between the steps
#   --simulate         make the emergency change too: double the memory of the first function, with kubectl
#   --dry-run          change nothing anywhere; show what would be captured
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

space=messagewall-dev unit=lambda incident="INC-$(date +%Y%m%d)" auto=false simulate=false dry_run=false
while [ "$#" -gt 0 ]; do
  case $1 in
    --space) space=${2:?--space needs a value} && shift ;;
    --unit) unit=${2:?--unit needs a value} && shift ;;
    --incident) incident=${2:?--incident needs a value} && shift ;;
    --auto) auto=true ;;
    --simulate) simulate=true ;;
    --dry-run) dry_run=true ;;
    *) printf 'unknown flag %s; see the head of %s\n' "$1" "$0" >&2 && exit 64 ;;
  esac
  shift
done
# Spaces are named messagewall-<environment>.
scope=(--env "${space#messagewall-}" --unit "$unit")

tideway() { npx --no-install tideway "$@"; }
step() {
  printf '\n== %s\n' "$1"
  "$auto" || read -rp 'Press Enter to go on. '
}

double_memory() {
  local function memory
  function=$(kubectl get functions.lambda.aws.upbound.io -o name \
    -l "managedBy=messagewall-demo,environment=${space#messagewall-}" | head -n 1)
  memory=$(kubectl get "${function:?no function of this environment on the cluster}" \
    -o jsonpath='{.spec.forProvider.memorySize}')
  kubectl patch "$function" --type merge \
    --patch "{\"spec\":{\"forProvider\":{\"memorySize\":$((memory * 2))}}}"
}

step "Where ConfigHub and Git differ before the incident"
tideway compare --env "${space#messagewall-}"

step 'The emergency change on the cluster'
if "$dry_run"; then
  echo 'Dry run: the cluster is left as it is.'
elif "$simulate"; then
  double_memory
else
  echo 'Change a field of the unit now, in another terminal: kubectl edit ...'
  step 'Changed'
fi

capture=(capture "${scope[@]}" --tag break-glass --incident "$incident")
if "$dry_run"; then
  step 'What would be captured'
  tideway "${capture[@]}" --dry-run
  exit
fi

step 'Capture: ConfigHub takes the changed field, a pull request takes it to Git'
tideway "${capture[@]}" --trigger-sync

step 'Capture again: there is nothing left to take'
tideway "${capture[@]}"

step "The history of $unit names the incident"
tideway history "${scope[@]}"
