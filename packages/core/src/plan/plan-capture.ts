import { type BaseTree, knownBase, unknownBase } from '../compare/base-tree.ts'
import { compareTrees } from '../compare/compare-trees.ts'
import type { FieldChange, Sides } from '../compare/field-change.ts'
import { summarizeUnitChange, type UnitChange } from '../compare/unit-change.ts'
import type { UnitHead } from '../contract/source.ts'
import { type DecidedChange, decideChanges } from '../decide/decide-change.ts'
import { type FreezeWindow, freezeChanges } from '../decide/freeze.ts'
import { isPerson, type Managers } from '../decide/managers.ts'
import type { Policy } from '../decide/policy.ts'
import { judgeUnit, type UnitVerdict } from '../decide/unit-verdict.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { type FieldPath, formatPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import type { JsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { type FieldOwners, readFieldOwners } from '../normalize/field-owners.ts'
import { type Autoscaled, findAutoscaled } from '../normalize/find-autoscaled.ts'
import { type Normalization, standardNormalization } from '../normalize/normalization.ts'
import { observeProvider } from '../normalize/observe-provider.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import { isUndeclared } from './find-undeclared.ts'
import { leaveSecrets } from './leave-secrets.ts'
import { planUnitWrite } from './plan-unit-write.ts'
import type { Obstacle } from './planned-unit.ts'
import type { PlannedWrite } from './planned-write.ts'
import { readLabels } from './unit-facts.ts'

/** The sides of a capture: the cluster is the left one, ConfigHub the right one. */
export const liveAndConfigHub: Sides = { left: 'live', right: 'confighub' }

/** One live object with what ConfigHub holds of it. */
export interface LiveResource {
  readonly resource: ResourceKey
  /** As the server sent it, managedFields included. */
  readonly object: JsonObject
  /** The same resource in the revision that it was delivered from; undefined: not known. */
  readonly delivered: JsonObject | undefined
  /** The same resource in the revisions after that, which may be on their way. */
  readonly pending: readonly JsonObject[]
  /** The place of its cluster among those that were read. */
  readonly cluster: number
  /** What the server would make of the resource as ConfigHub's head has it; undefined: it was not asked. */
  readonly predicted?: JsonObject | undefined
}

/** One unit with the live objects that belong to it. */
export interface LiveUnit {
  readonly unit: string
  readonly head: UnitHead
  readonly headText: string
  readonly headTree: UnitTree
  readonly resources: readonly LiveResource[]
}

/** What a capture plan is made from, besides the units. */
export interface CaptureRules {
  readonly environment: string
  readonly policy: Policy
  readonly managers: Managers
  /** Take ConfigHub's head for what was delivered where nobody knows. */
  readonly assumeApplied: boolean
  /** Whether what Crossplane's providers observe counts as live. Default: only what the cluster wants does. */
  readonly crossplane?: 'atProvider' | undefined
  /** The tag of this capture. */
  readonly tag?: string | undefined
  /** The freeze that holds now: nothing is written. */
  readonly frozen?: FreezeWindow | undefined
  /** Whether the values of Secrets are captured. */
  readonly secrets: 'refuse' | 'carry'
  readonly description: string
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

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

interface ComparedLive {
  readonly changes: readonly FieldChange[]
  readonly undecidable: readonly ResourceKey[]
}

function compareLive(
  live: LiveResource,
  headTree: UnitTree,
  autoscaled: Autoscaled,
  rules: CaptureRules,
): ComparedLive {
  const head = headTree[live.resource]
  const { normalization = standardNormalization } = rules
  const seen = rules.crossplane === undefined ? { ...live, paths: [] } : observeProvider(live.object)
  const observed = pruneResource(seen.object, normalization)
  const owners = withOutsiders(readFieldOwners(live.object), seen.paths)
  const base = baseOf(live, head, rules)
  const predicted = live.predicted && pruneResource(live.predicted, normalization)
  const changes = compareTrees(live.resource, base, observed, head, {
    normalization,
    facts: (resource) => ({
      observed: 'left',
      ownerOf: owners,
      isController: (manager) => !isPerson(manager, rules.managers),
      autoscaled: autoscaled.includes(resource),
    }),
  })
  if (base === unknownBase && owners === undefined) {
    return { changes: [], undecidable: changes.length === 0 ? [] : [live.resource] }
  }
  return {
    changes: changes.map((change) =>
      isServerDefault(change, predicted)
        ? { ...change, kind: 'default-only', rule: 'server-dry-run' }
        : judgeDrift(change, live, owners, rules.managers),
    ),
    undecidable: [],
  }
}

function isServerDefault(change: FieldChange, predicted: JsonObject | undefined): boolean {
  if (predicted === undefined || !isUndeclared(change)) return false
  return deepEqual(getField(predicted, change.path), change.left)
}

// Nobody's name is known outside of the cluster; that it was a person shows in that the provider would undo it.
const outsider = { manager: 'outside of the cluster (status.atProvider)' }

function withOutsiders(
  owners: FieldOwners | undefined,
  paths: readonly FieldPath[],
): FieldOwners | undefined {
  if (owners === undefined || paths.length === 0) return owners
  const edited = new Set(paths.map(formatPath))
  return (path) => (edited.has(formatPath(path)) ? outsider : owners(path))
}

function baseOf(live: LiveResource, head: JsonObject | undefined, rules: CaptureRules): BaseTree {
  if (live.delivered !== undefined) return knownBase(live.delivered)
  return rules.assumeApplied ? knownBase(head) : unknownBase
}

// A field is drift only if a person set it: what deployers and controllers set is on its way, or theirs.
function judgeDrift(
  change: FieldChange,
  live: LiveResource,
  owners: FieldOwners | undefined,
  managers: Managers,
): FieldChange {
  const drifted = change.kind === 'conflict' || (change.kind === 'one-side' && change.side === 'left')
  if (!drifted) return change
  const owner = owners?.(change.path)
  const byPerson = owners === undefined || (owner !== undefined && isPerson(owner.manager, managers))
  const isPending = live.pending.some((resource) => deepEqual(getField(resource, change.path), change.left))
  // A removed field has no manager left; that it was delivered and is gone is evidence enough.
  const isRemoved = change.left === undefined && change.base.kind === 'known'
  if ((!byPerson && !isRemoved) || isPending)
    return { ...change, kind: 'unowned', rule: isPending ? 'pending-delivery' : 'not-set-by-person' }
  const setBy =
    owner === undefined ? undefined : { kind: 'person' as const, name: owner.manager, at: owner.at }
  // Without a base, a person's field can only have drifted from what ConfigHub holds.
  if (change.base.kind === 'unknown') return { ...change, kind: 'one-side', side: 'left', setBy }
  return { ...change, setBy }
}
