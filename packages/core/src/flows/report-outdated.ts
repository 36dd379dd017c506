import type { FlowName } from '../decide/policy.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import type { FlowReport } from '../report/flow-report.ts'
import type { OutdatedRun } from './stock/begin-run.ts'
import { gitAndConfigHub } from './stock/stock.ts'

/**
 * Reports a run whose commit does not follow the newest run's: one that is behind has nothing to do, one that
 * diverged is blocked. Throws `TIDEWAY_HISTORY_SHALLOW` where the clone cannot tell.
 */
export function reportOutdated(
  flow: FlowName,
  environment: string,
  run: OutdatedRun,
  dryRun: boolean,
): FlowReport {
  const [commit, newest] = [run.commit.id.slice(0, 12), run.newest.slice(0, 12)]
  if (run.relation === 'unknown') {
    throw new TidewayError({
      code: 'TIDEWAY_HISTORY_SHALLOW',
      message: `nobody can tell whether commit ${commit} follows ${newest}, the newest one of ${environment}: this clone does not hold it, or not the way there`,
      next: 'fetch the whole history (git fetch origin, with --unshallow where the clone is shallow; in GitHub Actions fetch-depth: 0), and make sure that this is a clone of the same repository',
    })
  }
  const behind = run.relation === 'precedes'
  return {
    flow,
    environment,
    sides: gitAndConfigHub,
    outcome: behind ? 'behind' : 'blocked',
    dryRun,
    summary: behind
      ? `commit ${commit} is older than ${newest}, which a newer run has handled: nothing to do`
      : `commit ${commit} has diverged from ${newest}, the newest one of ${environment}; pass --allow-older to go on`,
    commit: run.commit.id,
    units: [],
    unitCount: 0,
    syncDue: [],
    overwritten: [],
    notes: [],
  }
}
