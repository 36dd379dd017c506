import type { UnitStock } from '../archive/unit-stock.ts'
import { attributeChanges } from '../compare/attribute-changes.ts'
import { knownBase, unknownBase } from '../compare/base-tree.ts'
import { compareUnit } from '../compare/compare-unit.ts'
import type { Attribution, FieldChange } from '../compare/field-change.ts'
import { summarizeUnitChange } from '../compare/unit-change.ts'
import { type DecidedChange, decideChanges } from '../decide/decide-change.ts'
import { flowSides } from '../decide/flow-sides.ts'
import { findFreeze, freezeChanges } from '../decide/freeze.ts'
import type { Policy } from '../decide/policy.ts'
import { judgeUnit, type UnitVerdict } from '../decide/unit-verdict.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import { orderTargetsFirst } from '../plan/find-planned-moves.ts'
import { planPublish } from '../plan/plan-publish.ts'
import { planSync } from '../plan/plan-sync.ts'
import type { Obstacle } from '../plan/planned-unit.ts'
import { readLabels } from '../plan/unit-facts.ts'
import type { CaseAuthor, CaseSides, PolicyCase } from './policy-case.ts'
import { type CaseState, readCaseState } from './policy-case-tree.ts'
import { sha256 } from './sha256.ts'

/** One unit of a case, decided. */
export interface DecidedCaseUnit {
  readonly stock: UnitStock
  readonly decided: readonly DecidedChange[]
  readonly verdict: UnitVerdict
  /** Why it is so, where no rule of the policy says it. */
  readonly obstacle?: Obstacle | undefined
}

/**
 * Decides the units of a case as a run would, in the order in which they would be written: a publish or sync by its
 * planner, with nothing that limits it. Throws where a side is no Kubernetes YAML.
 */
export function decideCase(
  policy: Policy,
  item: PolicyCase,
  units: Readonly<Record<string, CaseSides>>,
  readSide: (file: string) => string,
): readonly DecidedCaseUnit[] {
  const { context = {}, flow } = item
  const environment = context.env ?? 'prod'
  const stocks = Object.entries(units).map(([unit, sides]) => takeCaseStock(item, unit, sides, readSide))
  const frozen =
    context.now === undefined ? undefined : findFreeze(context.freeze ?? [], Date.parse(context.now))
  const [left = '', right = ''] = flowSides[flow]
  const common = { environment, policy, sides: { left, right }, unreadable: [] }
  if (flow === 'sync') return planSync(stocks, common, sha256).units
  if (flow === 'capture') return stocks.map((stock) => decideCapture(policy, item, stock, frozen))
  const limits = { updates: Number.POSITIVE_INFINITY, deletes: Number.POSITIVE_INFINITY }
  const rules = { ...common, limits, frozen, secrets: 'carry', now: 0, description: item.name } as const
  return orderTargetsFirst(planPublish(stocks, rules, sha256).units)
}

function decideCapture(
  policy: Policy,
  { context = {} }: PolicyCase,
  stock: UnitStock,
  frozen: ReturnType<typeof findFreeze>,
): DecidedCaseUnit {
  const byPolicy = decideChanges(policy, stock.changes, {
    flow: 'capture',
    environment: context.env ?? 'prod',
    unit: stock.unit,
    unitChange: stock.unitChange,
    sides: { left: 'live', right: 'confighub' },
    target: 'right',
    labelsOf: readLabels(stock.headTree, stock.gitTree),
    tag: context.live?.tag,
  })
  const decided = freezeChanges(byPolicy, frozen)
  return { stock, decided, verdict: judgeUnit(decided) }
}

function takeCaseStock(
  item: PolicyCase,
  unit: string,
  sides: CaseSides,
  readSide: (file: string) => string,
): UnitStock {
  const { context = {}, flow, name, resource } = item
  const read = (label: keyof CaseSides): CaseState =>
    readCaseState(sides[label], resource, readSide, `${name}: ${label}`)
  const source = read(flow === 'capture' ? 'live' : 'git')
  const head = read('confighub')
  const base = context.base === 'unknown' ? unknownBase : knownBase(read('base').tree)
  const compared = compareUnit(base, source.tree, head.tree, {})
  const changes =
    flow === 'capture'
      ? compared.map((change) => attributeLive(change, context.live))
      : attributeHead(
          compared,
          context.confighub,
          context.base === 'unknown' ? {} : read('base').tree,
          head.tree,
        )
  return {
    unit,
    gitText: source.text,
    gitTree: source.tree,
    head:
      sides.confighub === undefined
        ? undefined
        : { ref: { unit }, revision: 'head', digest: '', labels: {}, annotations: {} },
    headText: head.text,
    headTree: head.tree,
    changes,
    unitChange: summarizeUnitChange(changes),
    inDoubt: false,
    archived: { base: { text: '', unknown: [] }, open: [] },
  }
}

function attributeHead(
  changes: readonly FieldChange[],
  author: CaseAuthor | undefined,
  before: UnitTree,
  after: UnitTree,
): readonly FieldChange[] {
  const setBy = attributionOf(author)
  const revision = { revision: 'head', author: setBy, description: '', digest: '' }
  const trail = { steps: [{ revision, before, after }], reach: 'beginning' as const }
  return attributeChanges(changes, trail, []).map((change) =>
    change.setBy === undefined ? change : { ...change, setBy },
  )
}

// A field that no person set in the cluster is delivered or filled in, not drifted.
function attributeLive(change: FieldChange, author: CaseAuthor | undefined): FieldChange {
  if (change.kind !== 'conflict' && !(change.kind === 'one-side' && change.side === 'left')) return change
  if (author?.kind === 'automation') return { ...change, kind: 'unowned' }
  return { ...change, setBy: attributionOf(author) }
}

function attributionOf(author: CaseAuthor | undefined): Attribution {
  return { kind: author?.kind ?? 'person', id: author?.id, name: author?.by, tag: author?.tag }
}
