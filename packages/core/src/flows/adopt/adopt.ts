import type { ArchivedUnit } from '../../archive/archive-state.ts'
import type { UnitStock } from '../../archive/unit-stock.ts'
import { isAgreed } from '../../compare/field-change.ts'
import type { Call } from '../../contract/call.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { planPublish } from '../../plan/plan-publish.ts'
import type { FieldReport } from '../../report/flow-report.ts'
import { reportField } from '../../report/report-unit.ts'
import { type FlowEndpoints, requireMember, requireReadable } from '../flow-endpoints.ts'
import { markOutdatedOffers } from '../offers/mark-outdated-offers.ts'
import type { PublishOptions } from '../publish/publish-options.ts'
import { publishRules } from '../publish/publish-rules.ts'
import { saveArchive } from '../save-archive.ts'
import { gitAndConfigHub } from '../stock/stock.ts'
import { takeStock } from '../stock/take-stock.ts'
import { type InferredUnit, inferBase } from './infer-base.ts'

/** What an adoption found: what is agreed now, and what is not known. */
export interface AdoptReport {
  readonly environment: string
  readonly outcome: 'done' | 'lost-race'
  /** How many units there are on either side. */
  readonly unitCount: number
  /** Units that differ: whatever differs in them is a conflict until somebody picks, but for what was inferred. */
  readonly differing: readonly string[]
  /** Units whose base was taken from a revision that looks like a publish. */
  readonly inferred: readonly {
    readonly unit: string
    readonly revision: string
    readonly description: string
  }[]
  /** The authority's values that a publish would overwrite, because of what was inferred. */
  readonly wouldOverwrite: readonly (FieldReport & { readonly unit: string })[]
}

/** How an environment is adopted. */
export interface AdoptOptions
  extends Pick<PublishOptions, 'environment' | 'dryRun' | 'policy' | 'limits' | 'secrets' | 'normalization'> {
  /** Take each unit's newest revision described as `CI: …` for its base. Default: what differs is unknown. */
  readonly inferBase?: boolean | undefined
}

/**
 * Starts an archive on purpose: what is equal on both sides is agreed, what differs is unknown, unless its base is
 * inferred. An archive that exists is forgotten. Throws a TidewayError
 * (`TIDEWAY_COMMIT_DIVERGED`) where it belongs to another history.
 */
export async function adopt(
  endpoints: FlowEndpoints,
  options: AdoptOptions,
  call: Call,
): Promise<AdoptReport> {
  const sides = requireReadable(endpoints)
  const { environment, normalization } = options
  const taken = await takeStock(sides, { forget: true, normalization }, call)
  if (taken.kind === 'outdated') {
    throw new TidewayError({
      code: 'TIDEWAY_COMMIT_DIVERGED',
      message: `the archive of ${environment} belongs to another history`,
      next: 'run from the branch that is published',
    })
  }
  const { stock } = taken
  const inferred = new Map<string, InferredUnit>()
  if (options.inferBase === true) {
    const history = requireMember(endpoints.confighub, 'history')
    for (const unit of stock.differing) {
      const found = await inferBase(unit, history, call)
      if (found !== undefined) inferred.set(unit.unit, found)
    }
  }
  const differing = stock.differing.map((unit) => inferred.get(unit.unit)?.stock ?? unit)
  const units: Record<string, ArchivedUnit> = { ...stock.state.units }
  for (const [unit, found] of inferred) units[unit] = found.stock.archived
  const plan = planPublish(differing, publishRules(stock, options, call), call.sha256)
  const report = {
    environment,
    unitCount: stock.unitCount,
    differing: differing.filter(differs).map(({ unit }) => unit),
    inferred: [...inferred].map(([unit, { revision }]) => ({
      unit,
      revision: revision.revision,
      description: revision.description,
    })),
    wouldOverwrite: plan.units.flatMap(({ stock: { unit }, decided }) =>
      decided
        .filter(({ change, verdict }) => verdict === 'take' && change.right !== undefined)
        .map((item) => ({ unit, ...reportField(item, gitAndConfigHub) })),
    ),
  }
  if (options.dryRun === true) return { ...report, outcome: 'done' }
  const message = `adopt ${stock.commit.id.slice(0, 12)}`
  await markOutdatedOffers(stock, environment, endpoints.git, call)
  const saved = await saveArchive(sides.archive, { ...stock.state, units }, stock.token, message, call)
  return { ...report, outcome: saved === undefined ? 'lost-race' : 'done' }
}

function differs({ changes }: UnitStock): boolean {
  return changes.some((change) => !isAgreed(change))
}
