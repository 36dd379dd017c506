import type { UnitStock } from '../archive/unit-stock.ts'
import { secretKeys } from '../archive/withhold-secrets.ts'
import type { Sides } from '../compare/field-change.ts'
import { decideChanges } from '../decide/decide-change.ts'
import { type ForceScope, forceChanges } from '../decide/force.ts'
import { type FreezeWindow, freezeChanges } from '../decide/freeze.ts'
import type { Policy } from '../decide/policy.ts'
import { judgeUnit } from '../decide/unit-verdict.ts'
import { blockRenames } from './block-renames.ts'
import { findPlannedMoves } from './find-planned-moves.ts'
import { honourLock, noteExpiredLocks } from './honour-locks.ts'
import { keepMovesTogether } from './keep-moves-together.ts'
import type { Limits } from './limits.ts'
import { planUnitWrite } from './plan-unit-write.ts'
import type { PlannedUnit } from './planned-unit.ts'
import { readLabels, tagChanges } from './unit-facts.ts'

/** What a publish plan is made from, besides the units. */
export interface PublishRules {
  readonly environment: string
  readonly sides: Sides
  readonly policy: Policy
  readonly limits: Limits
  readonly force?: ForceScope | undefined
  /** The freeze that holds now: nothing is written. */
  readonly frozen?: FreezeWindow | undefined
  /** Whether units that hold Secrets may be published. Default: refuse. */
  readonly secrets: 'refuse' | 'carry'
  /** Units that could not be read: while there are any, nothing is deleted. */
  readonly unreadable: readonly string[]
  /** The time, in milliseconds since 1970: locks expire. */
  readonly now: number
  /** Remove the record of a unit that goes, for good. Default: empty it, which can be restored. */
  readonly purge?: boolean | undefined
  /** The description of every written revision. */
  readonly description: string
}

/** What a publish would do: every differing unit with its verdict, ordered by name. */
export interface PublishPlan {
  /** True where any unit blocks or a limit is exceeded: then nothing is written. */
  readonly blocked: boolean
  readonly units: readonly PlannedUnit[]
  /** What should be known besides. */
  readonly notes?: readonly string[] | undefined
  /** Why the run as a whole is blocked, where no unit says so. */
  readonly obstacle?: string | undefined
}

/** Decides every differing unit and plans its write. Pure: the same input gives the same plan. */
export function planPublish(
  units: readonly UnitStock[],
  rules: PublishRules,
  sha256: (text: string) => string,
): PublishPlan {
  const planned = units.map((stock) =>
    honourLock(planUnit(stock, rules, sha256), rules.environment, rules.now),
  )
  const held = keepMovesTogether(
    holdDeletions(blockRenames(planned, rules.force), rules),
    ({ stock, decided }, obstacle): PlannedUnit => ({ stock, decided, verdict: 'hold', obstacle }),
  )
  const updates = held.filter((unit) => unit.planned?.kind === 'update').length
  const tooMany = updates > rules.limits.updates
  return {
    blocked: tooMany || held.some((unit) => unit.verdict === 'block'),
    units: held,
    notes: [...noteExpiredLocks(held, rules.now), ...noteHoldingRule(held)],
    ...(tooMany
      ? {
          obstacle: `${updates} units would be updated, the limit is ${rules.limits.updates} (--max-changed ${updates})`,
        }
      : {}),
  }
}

function planUnit(stock: UnitStock, rules: PublishRules, sha256: (text: string) => string): PlannedUnit {
  const context = {
    flow: 'publish' as const,
    environment: rules.environment,
    unit: stock.unit,
    unitChange: stock.unitChange,
    sides: rules.sides,
    target: 'right' as const,
    labelsOf: readLabels(stock.headTree, stock.gitTree),
  }
  const byPolicy = decideChanges(rules.policy, tagChanges(stock), context)
  const forced = rules.force === undefined ? byPolicy : forceChanges(byPolicy, stock.unit, rules.force)
  const decided = freezeChanges(forced, rules.frozen)
  const verdict = judgeUnit(decided)
  if (verdict !== 'write') return { stock, decided, verdict }
  if (rules.secrets === 'refuse' && secretKeys(stock.gitTree).length > 0) {
    const message = 'the unit holds a Secret; publishing Secrets needs "secrets: carry" in the environment'
    return { stock, decided, verdict: 'hold', obstacle: { code: 'TIDEWAY_SECRET_HELD', message } }
  }
  const plan = planUnitWrite(
    {
      unit: stock.unit,
      sourceText: stock.gitText,
      head: stock.head,
      headText: stock.headText,
      headTree: stock.headTree,
      decided,
      description: rules.description,
      normalization: stock.normalization,
      purge: rules.purge,
    },
    'source',
    sha256,
  )
  if (plan.kind === 'refused') {
    return {
      stock,
      decided,
      verdict: 'block',
      obstacle: { code: plan.error.code, message: plan.error.message },
    }
  }
  return { stock, decided, verdict, planned: plan.write }
}

function holdDeletions(
  units: readonly PlannedUnit[],
  { limits, unreadable }: PublishRules,
): readonly PlannedUnit[] {
  const moved = new Set(findPlannedMoves(units).map((move) => move.resource))
  const deletionsOf = (unit: PlannedUnit) => removedResources(unit).filter((key) => !moved.has(key))
  const deletes = units.flatMap(deletionsOf).length
  if (deletes === 0 || (deletes <= limits.deletes && unreadable.length === 0)) return units
  const why =
    unreadable.length > 0
      ? `and nothing is deleted while units cannot be read (${unreadable.join(', ')})`
      : `the limit of deletions is ${limits.deletes} (--max-deletes ${deletes})`
  return units.map((unit) => {
    const gone = deletionsOf(unit)
    if (gone.length === 0) return unit
    const message = `${gone.join(', ')} would be deleted, ${why}`
    return {
      stock: unit.stock,
      decided: unit.decided,
      verdict: 'hold',
      obstacle: { code: unreadable.length > 0 ? 'TIDEWAY_UNREADABLE' : 'TIDEWAY_LIMIT_EXCEEDED', message },
    }
  })
}

function removedResources(unit: PlannedUnit): readonly string[] {
  if (unit.verdict !== 'write') return []
  return unit.decided
    .filter(
      ({ change, verdict }) => verdict === 'take' && change.path.length === 0 && change.left === undefined,
    )
    .map(({ change }) => change.resource)
}

// One rule that holds all there is has perhaps lost its match.
function noteHoldingRule(units: readonly PlannedUnit[]): readonly string[] {
  const decided = units.flatMap((unit) => unit.decided)
  const rules = new Set(decided.map(({ rule }) => rule))
  const [rule] = rules
  const holds = decided.every(({ verdict }) => verdict === 'hold' || verdict === 'block')
  if (units.length < 2 || rules.size !== 1 || !holds) return []
  return [`the rule "${rule}" stops every change of this run: does it match more than it is meant to?`]
}
