import type { Sides } from '../compare/field-change.ts'
import { summarizeUnitChange, type UnitChange } from '../compare/unit-change.ts'
import { type DecidedChange, decideChanges } from '../decide/decide-change.ts'
import { freezeChanges } from '../decide/freeze.ts'
import { judgeUnit, type UnitVerdict } from '../decide/unit-verdict.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { formatPath } from '../model/field-path.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { findAutoscaled } from '../normalize/find-autoscaled.ts'
import type { CaptureRules } from './capture-rules.ts'
import { compareLive } from './compare-live.ts'
import { leaveSecrets } from './leave-secrets.ts'
import type { LiveUnit } from './live-unit.ts'
import { planUnitWrite } from './plan-unit-write.ts'
import type { Obstacle } from './planned-unit.ts'
import type { PlannedWrite } from './planned-write.ts'
import { readLabels } from './unit-facts.ts'

/** The sides of a capture: the cluster is the left one, ConfigHub the right one. */
export const liveAndConfigHub: Sides = { left: 'live', right: 'confighub' }

/** One unit of a capture plan. */
export interface CaptureUnit {
  readonly live: LiveUnit
  readonly unitChange: UnitChange
  readonly decided: readonly DecidedChange[]
  readonly verdict: UnitVerdict
  readonly obstacle?: Obstacle | undefined
  readonly planned?: PlannedWrite | undefined
  /** Resources that differ and of which neither the delivered revision nor managed fields are known. */
  readonly undecidable: readonly ResourceKey[]
}

/** Finds what drifted in one unit and plans to take just that. Pure: the same input gives the same plan. */
export function planCapture(
  live: LiveUnit,
  rules: CaptureRules,
  sha256: (text: string) => string,
): CaptureUnit {
  const autoscaled = findAutoscaled([
    ...Object.values(live.headTree),
    ...live.resources.map(({ object }) => object),
  ])
  const compared = live.resources.map((resource) => compareLive(resource, live.headTree, autoscaled, rules))
  const changes = compared.flatMap((item) => item.changes)
  const undecidable = compared.flatMap((item) => item.undecidable)
  const unitChange = summarizeUnitChange(changes)
  const byPolicy = decideChanges(rules.policy, changes, {
    flow: 'capture',
    environment: rules.environment,
    unit: live.unit,
    unitChange,
    sides: liveAndConfigHub,
    target: 'right',
    labelsOf: readLabels(live.headTree),
    tag: rules.tag,
  })
  const carried = rules.secrets === 'carry' ? byPolicy : leaveSecrets(byPolicy)
  const decided = freezeChanges(blockDisagreements(carried), rules.frozen)
  const verdict = judgeUnit(decided)
  const common = { live, unitChange, decided, undecidable }
  if (verdict !== 'write') return { ...common, verdict }
  const plan = planUnitWrite(
    { ...live, sourceText: '', decided, description: rules.description, normalization: rules.normalization },
    'target',
    sha256,
  )
  if (plan.kind === 'refused') {
    const obstacle = { code: plan.error.code, message: plan.error.message }
    return { ...common, verdict: 'block', obstacle }
  }
  return { ...common, verdict, planned: plan.write }
}

// Several clusters, or namespaces, may hold the same resource: what drifted differently in them is for a person.
function blockDisagreements(decided: readonly DecidedChange[]): readonly DecidedChange[] {
  return decided.map((item) => {
    const rival = decided.find(
      (other) => isSameField(item, other) && !deepEqual(item.change.left, other.change.left),
    )
    if (item.verdict !== 'take' || rival === undefined) return item
    return {
      ...item,
      verdict: 'block',
      rule: 'live-disagrees',
      reason: 'the live objects of this resource hold different values',
      beat: [item.rule, ...item.beat],
    }
  })
}

function isSameField(one: DecidedChange, other: DecidedChange): boolean {
  const [left, right] = [one.change, other.change]
  return (
    other.verdict === 'take' &&
    left.resource === right.resource &&
    formatPath(left.path) === formatPath(right.path)
  )
}
