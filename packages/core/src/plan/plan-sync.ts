import type { UnitStock } from '../archive/unit-stock.ts'
import type { Sides } from '../compare/field-change.ts'
import type { WantedUnit } from '../contract/source-editor.ts'
import { type DecidedChange, decideChanges } from '../decide/decide-change.ts'
import type { Policy } from '../decide/policy.ts'
import { judgeUnit, type UnitVerdict } from '../decide/unit-verdict.ts'
import { editText } from '../edit/edit-text.ts'
import { formatPath } from '../model/field-path.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { formatUnit } from '../parse/format-unit.ts'
import { isSelected } from './is-selected.ts'
import { keepMovesTogether } from './keep-moves-together.ts'
import { leaveSecrets } from './leave-secrets.ts'
import type { Obstacle } from './planned-unit.ts'
import { readLabels, tagChanges } from './unit-facts.ts'

/** What a sync plan is made from, besides the units. */
export interface SyncRules {
  readonly environment: string
  readonly sides: Sides
  readonly policy: Policy
  /** Which units that Git never had are added to it, as globs. Default: all. */
  readonly select?: readonly string[] | undefined
  /** Units that could not be read: while there are any, nothing is deleted. Default: none. */
  readonly unreadable?: readonly string[] | undefined
}

/** One unit of a sync plan. */
export interface SyncUnit {
  readonly stock: UnitStock
  readonly decided: readonly DecidedChange[]
  readonly verdict: UnitVerdict
  readonly obstacle?: Obstacle | undefined
  /** Present where the verdict is `write`. */
  readonly wanted?: WantedUnit | undefined
}

/** What Git should come to render: one wanted unit per unit with changes to take, ordered by name. */
export interface SyncPlan {
  readonly units: readonly SyncUnit[]
  readonly wanted: readonly WantedUnit[]
  /** Why the sync as a whole is blocked, where no unit says so. */
  readonly obstacle?: string | undefined
  /** True where any unit blocks: then nothing is proposed. */
  readonly blocked: boolean
  /** Names what is wanted: equal digests, equal proposals. */
  readonly digest: string
  /** Why the policy does not let all that is wanted merge without a person; undefined where it does. */
  readonly needsPerson?: string | undefined
}

/** Decides what Git takes over from the authority. Pure: the same input gives the same plan. */
export function planSync(
  stocks: readonly UnitStock[],
  rules: SyncRules,
  sha256: (text: string) => string,
): SyncPlan {
  const units = keepMovesTogether(
    stocks.map((stock) => planUnit(stock, rules)),
    ({ stock, decided }, obstacle): SyncUnit => ({ stock, decided, verdict: 'hold', obstacle }),
  )
  return {
    ...summarize(units, sha256),
    blocked: units.some((unit) => unit.verdict === 'block'),
    needsPerson: findWaiting(units) ?? findManual(units),
  }
}

/**
 * What a plan says of some of its units, as a plan of its own. Whoever has to look at another unit need not see these,
 * but nothing merges by itself as long as somebody has to look at any.
 */
export function cutSyncPlan(
  plan: SyncPlan,
  names: ReadonlySet<string>,
  sha256: (text: string) => string,
): SyncPlan {
  const units = plan.units.filter(({ stock }) => names.has(stock.unit))
  return { ...plan, ...summarize(units, sha256), needsPerson: findWaiting(plan.units) ?? findManual(units) }
}

function summarize(
  units: readonly SyncUnit[],
  sha256: (text: string) => string,
): Pick<SyncPlan, 'units' | 'wanted' | 'digest'> {
  const digest = sha256(JSON.stringify(units.flatMap(describeWanted), exactNumbers))
  return { units, wanted: units.flatMap((unit) => unit.wanted ?? []), digest }
}

function findWaiting(units: readonly SyncUnit[]): string | undefined {
  const waiting = units.find(({ verdict }) => verdict === 'block' || verdict === 'hold')
  return waiting && `a person has to look at ${waiting.stock.unit}`
}

function findManual(units: readonly SyncUnit[]): string | undefined {
  for (const { stock, decided, wanted } of units) {
    const manual = decided.find(({ verdict, autoMerge }) => verdict === 'take' && autoMerge !== true)
    if (wanted === undefined || manual === undefined) continue
    const { resource, path, kind } = manual.change
    const field = [stock.unit, resource, formatPath(path)].filter((part) => part !== '').join(' ')
    return kind === 'conflict'
      ? `${field} is a conflict`
      : `${field} is taken by the rule ${manual.rule}, which has no autoMerge`
  }
  return undefined
}

function planUnit(stock: UnitStock, rules: SyncRules): SyncUnit {
  const byPolicy = decideChanges(rules.policy, tagChanges(stock), {
    flow: 'sync',
    environment: rules.environment,
    unit: stock.unit,
    unitChange: stock.unitChange,
    sides: rules.sides,
    target: 'left',
    labelsOf: readLabels(stock.headTree, stock.gitTree),
  })
  const decided = leaveSecrets(byPolicy)
  const verdict = judgeUnit(decided)
  if (verdict !== 'write') return { stock, decided, verdict }
  const added = Object.keys(stock.gitTree).length === 0
  if (!isSelected(stock, rules.select)) return { stock, decided, verdict: 'leave' }
  const gone = decided.some(
    ({ change, verdict: taken }) =>
      taken === 'take' && change.path.length === 0 && change.right === undefined,
  )
  if (gone && rules.unreadable !== undefined && rules.unreadable.length > 0) {
    const message = `nothing is deleted while units cannot be read (${rules.unreadable.join(', ')})`
    return { stock, decided, verdict: 'hold', obstacle: { code: 'TIDEWAY_UNREADABLE', message } }
  }
  return { stock, decided, verdict, wanted: wantedUnit(stock, decided, added) }
}

function wantedUnit(stock: UnitStock, decided: readonly DecidedChange[], added: boolean): WantedUnit {
  const taken = decided.filter((item) => item.verdict === 'take').map((item) => item.change)
  if (added)
    return {
      kind: 'add',
      unit: stock.unit,
      text: textOf(stock, new Set(taken.map((change) => change.resource))),
    }
  const removed = taken.filter((change) => change.path.length === 0 && change.right === undefined)
  if (removed.length === Object.keys(stock.gitTree).length && removed.length === taken.length) {
    return { kind: 'delete', unit: stock.unit }
  }
  return {
    kind: 'update',
    unit: stock.unit,
    edits: taken.map((change) => ({ resource: change.resource, path: change.path, value: change.right })),
  }
}

// The authority's text, without the resources that Git is not to get: it may have deleted them on purpose.
function textOf(stock: UnitStock, wanted: ReadonlySet<ResourceKey>): string {
  const others = Object.keys(stock.headTree).filter((key) => !wanted.has(key))
  const edits = others.map((resource) => ({ resource, path: [], value: undefined }))
  const edited = editText(stock.headText, edits)
  if (edited.kind === 'edited') return edited.text
  return formatUnit(
    Object.entries(stock.headTree).flatMap(([key, value]) => (wanted.has(key) ? [value] : [])),
  )
}

// A change that has become a conflict is another proposal: its reader has more to decide.
function describeWanted({ wanted, decided }: SyncUnit): readonly unknown[] {
  if (wanted === undefined) return []
  const conflicts = decided
    .filter(({ change, verdict }) => verdict === 'take' && change.kind === 'conflict')
    .map(({ change }) => [change.resource, formatPath(change.path)])
  if (wanted.kind !== 'update') return [{ ...wanted, conflicts }]
  const edits = wanted.edits.map(({ resource, path, value }) =>
    value === undefined ? [resource, formatPath(path)] : [resource, formatPath(path), value],
  )
  return [{ kind: wanted.kind, unit: wanted.unit, edits, conflicts }]
}

function exactNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}
