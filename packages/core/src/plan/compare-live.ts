import { type BaseTree, knownBase, unknownBase } from '../compare/base-tree.ts'
import { compareTrees } from '../compare/compare-trees.ts'
import type { FieldChange } from '../compare/field-change.ts'
import { isPerson, type Managers } from '../decide/managers.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { type FieldPath, formatPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import type { JsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { type FieldOwners, readFieldOwners } from '../normalize/field-owners.ts'
import type { Autoscaled } from '../normalize/find-autoscaled.ts'
import { standardNormalization } from '../normalize/normalization.ts'
import { observeProvider } from '../normalize/observe-provider.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { CaptureRules } from './capture-rules.ts'
import { isUndeclared } from './find-undeclared.ts'
import type { LiveResource } from './live-unit.ts'

/** What drifted in one live object. */
export interface ComparedLive {
  readonly changes: readonly FieldChange[]
  /** The resource, where it differs and neither the delivered revision nor managed fields are known. */
  readonly undecidable: readonly ResourceKey[]
}

/** Compares one live object with ConfigHub's head, and tells what a person changed from the rest. */
export function compareLive(
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
