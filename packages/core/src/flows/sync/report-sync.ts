import type { MergeMethod } from '../../contract/proposal-sink.ts'
import type { SourceEdits } from '../../contract/source-editor.ts'
import type { Policy } from '../../decide/policy.ts'
import { type Normalization, standardNormalization } from '../../normalize/normalization.ts'
import type { SyncPlan } from '../../plan/plan-sync.ts'
import { describeProof } from '../../report/describe-proof.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { reportUnit } from '../../report/report-unit.ts'
import { lostArchiveNotes } from '../stock/lost-archive-notes.ts'
import { describeUnreadable, gitAndConfigHub, type Stock } from '../stock/stock.ts'
import { reportFiles } from './report-files.ts'
import { reportProposals } from './report-proposals.ts'
import { listProposed, outcomeOf, type SyncResult, summarizeSync } from './summarize-sync.ts'
import { notePeopleMerge } from './why-people-merge.ts'

/** What a report needs to know of a sync's options. */
export interface ReportOptions {
  readonly environment: string
  readonly normalization?: Normalization | undefined
  readonly policy?: Policy | undefined
  readonly autoMerge?: MergeMethod | undefined
}

/** Reports a sync. */
export function reportSync(
  stock: Stock,
  plan: SyncPlan,
  edits: SourceEdits,
  options: ReportOptions,
  result: SyncResult,
): FlowReport {
  const proposals = result.kind === 'taken-over' ? [] : reportProposals(result)
  return {
    flow: 'sync',
    environment: options.environment,
    sides: gitAndConfigHub,
    outcome: outcomeOf(stock, plan, result),
    dryRun: result.kind === 'dry-run',
    summary: summarizeSync(plan, result),
    commit: stock.commit.id,
    units: plan.units.map((unit) => reportUnit(unit, gitAndConfigHub)),
    unitCount: stock.unitCount,
    rules: (options.normalization ?? standardNormalization).version,
    syncDue: plan.wanted.map((wanted) => wanted.unit),
    overwritten: [],
    ...describeUnreadable(stock),
    notes: [
      ...lostArchiveNotes(stock, options.environment),
      ...stock.caveats,
      ...edits.unresolved.map(
        ({ unit, resource, path, reason }) =>
          `not converging: ${[unit, resource, path].filter((part) => part !== undefined).join(' ')}: ${reason}`,
      ),
      ...notePeopleMerge(stock, listProposed(result), options),
    ],
    ...(proposals.length === 0 ? {} : { proposals }),
    ...(result.kind === 'dry-run' ? { files: reportFiles(edits.files, result.before) } : {}),
    proof: describeProof({
      environment: options.environment,
      proven: edits.proven,
      unresolved: edits.unresolved.length,
    }),
  }
}
