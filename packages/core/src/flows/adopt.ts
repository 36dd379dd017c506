import { isAgreed } from '../compare/field-change.ts'
import type { Call } from '../contract/call.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { type FlowEndpoints, requireReadable } from './flow-endpoints.ts'
import { saveArchive } from './save-archive.ts'
import { takeStock } from './take-stock.ts'

/** What an adoption found. */
export interface AdoptReport {
  readonly environment: string
  readonly outcome: 'done' | 'lost-race'
  /** How many units there are on either side. */
  readonly unitCount: number
  /** Units that differ: whatever differs in them is a conflict until somebody picks. */
  readonly differing: readonly string[]
}

/**
 * Starts an archive on purpose: what is equal on both sides is agreed, what differs is unknown.
 * An archive that exists is forgotten.
 */
export async function adopt(
  endpoints: FlowEndpoints,
  options: { readonly environment: string; readonly dryRun?: boolean | undefined },
  call: Call,
): Promise<AdoptReport> {
  const sides = requireReadable(endpoints)
  const taken = await takeStock(sides, { forget: true }, call)
  if (taken.kind === 'outdated') {
    throw new TidewayError({
      code: 'TIDEWAY_COMMIT_DIVERGED',
      message: `the archive of ${options.environment} belongs to another history`,
      next: 'run from the branch that is published',
    })
  }
  const { stock } = taken
  const differing = stock.differing
    .filter((unit) => unit.changes.some((change) => !isAgreed(change)))
    .map((unit) => unit.unit)
  const report = { environment: options.environment, unitCount: stock.unitCount, differing }
  if (options.dryRun === true) return { ...report, outcome: 'done' }
  const message = `adopt ${stock.commit.id.slice(0, 12)}`
  const saved = await saveArchive(sides.archive, stock.state, stock.token, message, call)
  return { ...report, outcome: saved === undefined ? 'lost-race' : 'done' }
}
