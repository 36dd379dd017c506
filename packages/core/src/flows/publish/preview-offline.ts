import type { UnitStock } from '../../archive/unit-stock.ts'
import { isAgreed } from '../../compare/field-change.ts'
import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { standardNormalization } from '../../normalize/normalization.ts'
import { planPublish } from '../../plan/plan-publish.ts'
import { readHeads } from '../../read/read-heads.ts'
import { readTexts, type UnitText } from '../../read/read-texts.ts'
import { countOf } from '../../report/count-of.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { reportUnit } from '../../report/report-unit.ts'
import { requireMember } from '../flow-endpoints.ts'
import { readTrees } from '../stock/read-trees.ts'
import { gitAndConfigHub } from '../stock/stock.ts'
import { takeUnitStock } from '../stock/take-unit-stock.ts'
import { askGuards } from './ask-guards.ts'
import type { PublishOptions } from './publish-options.ts'
import { publishRules } from './publish-rules.ts'

/** What a preview compares where the authority cannot be asked. */
export interface OfflineEndpoints {
  /** The commit to be previewed. */
  readonly git: Endpoint
  /** The commit that it is to be merged into; it stands for what the authority holds. */
  readonly base: Endpoint
}

/**
 * Says what a publish would change if the authority held just what the base branch renders: for pull requests whose
 * runs have no credentials. Conflicts cannot be seen; the report says so in `offline`. Reads Git alone.
 */
export async function previewOffline(
  endpoints: OfflineEndpoints,
  options: PublishOptions & { readonly offline: { readonly base: string; readonly why: string } },
  call: Call,
): Promise<FlowReport> {
  const { git, base } = endpoints
  const commit = await requireMember(git, 'commits').head(call)
  const texts = await readAll(git, call)
  const baseTexts = await readAll(base, call)
  const names = [...new Set([...texts.keys(), ...baseTexts.keys()])].sort()
  const differing: UnitStock[] = []
  for (const unit of names) {
    const [mine, theirs] = [texts.get(unit), baseTexts.get(unit)]
    if (mine?.head.digest === theirs?.head.digest) continue
    const stock = await takeStockOffline(unit, mine?.text ?? '', theirs, options)
    if (stock.changes.some((change) => !isAgreed(change))) differing.push(stock)
  }
  const planned = planPublish(differing, publishRules({ commit }, options, call), call.sha256)
  const plan = await askGuards(planned, options, call)
  const units = plan.units.map((unit) => reportUnit(unit, gitAndConfigHub))
  const changed = units.filter((unit) => unit.verdict === 'write').length
  const held = units.length - changed
  return {
    flow: 'publish',
    environment: options.environment,
    sides: gitAndConfigHub,
    outcome: plan.blocked ? 'blocked' : held > 0 ? 'held' : changed > 0 ? 'done' : 'nothing-to-do',
    dryRun: true,
    offline: options.offline,
    summary: summarize(changed, held, options.offline.base, plan.obstacle),
    commit: commit.id,
    units,
    unitCount: names.length,
    rules: (options.normalization ?? standardNormalization).version,
    syncDue: [],
    overwritten: [],
    notes: [
      `ConfigHub was not asked (${options.offline.why}): compared with ${options.offline.base} instead, ` +
        'so conflicts with changes made in ConfigHub cannot be seen here',
    ],
  }
}

async function readAll(endpoint: Endpoint, call: Call): Promise<ReadonlyMap<string, UnitText>> {
  const source = requireMember(endpoint, 'source')
  const heads = [...(await readHeads(source, endpoint.name, call)).values()]
  return readTexts(
    source,
    heads.map((head) => head.ref),
    endpoint.name,
    call,
  )
}

async function takeStockOffline(
  unit: string,
  gitText: string,
  base: UnitText | undefined,
  { normalization }: PublishOptions,
): Promise<UnitStock> {
  const headText = base?.text ?? ''
  const entry = { base: { text: headText, unknown: [] }, open: [] }
  const read = { unit, gitText, headText, entry, normalization }
  const trees = readTrees(read, 'git', 'the base branch')
  return takeUnitStock({ ...read, ...trees, head: base?.head, inDoubt: false }, async () => ({
    steps: [],
    reach: 'short',
  }))
}

function summarize(changed: number, held: number, base: string, obstacle: string | undefined): string {
  if (obstacle !== undefined) return `would be blocked: ${obstacle}`
  const holding = held === 0 ? '' : `; ${held} held`
  return `${changed === 0 ? 'no units' : countOf(changed, 'unit')} changed since ${base}${holding}`
}
