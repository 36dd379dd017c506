import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { History } from '../../contract/history.ts'
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import {
  formatResourceKey,
  parseResourceKey,
  type ResourceIdentity,
  type ResourceKey,
} from '../../model/resource-identity.ts'
import { lateInitializes } from '../../normalize/management-policies.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import { readOrigin } from '../../normalize/origin.ts'
import { readUnitTree } from '../../normalize/read-unit-tree.ts'
import type { UnitTree } from '../../normalize/unit-tree.ts'
import type { LiveResource, LiveUnit } from '../../plan/live-unit.ts'
import { requireMember } from '../flow-endpoints.ts'
import type { HeadUnit } from '../units/head-unit.ts'
import { describeUnmapped } from './describe-unmapped.ts'
import { findEmptyUnits } from './find-empty-units.ts'
import { listKinds } from './list-kinds.ts'

/** Which live objects a capture looks at. */
export interface LiveQuery {
  /** A Kubernetes label selector; default: the objects of the units, whatever their labels. */
  readonly labelSelector?: string | undefined
  readonly namespaces?: readonly string[] | 'all' | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/** What the cluster holds of the units, and what could not be told. */
export interface LiveState {
  readonly units: readonly LiveUnit[]
  readonly notes: readonly string[]
  /** True where a kind could not be read, so that the picture is not whole. */
  readonly partial: boolean
  /** How many live objects matched, mapped to a unit or not. */
  readonly matched: number
}

/**
 * Reads the live objects of the given units, each with the revision that it was delivered from.
 * Objects are mapped by identity only: one without a unit is noted, never guessed; one that is being deleted
 * is noted and left out.
 */
export async function readLive(
  live: readonly Endpoint[],
  units: ReadonlyMap<string, HeadUnit>,
  history: History | undefined,
  query: LiveQuery,
  call: Call,
): Promise<LiveState> {
  const owners = ownersOf(units)
  const found = new Map<string, LiveResource[]>()
  const empty = await findEmptyUnits(units, history, call)
  const notes = empty
    .filter(({ kind }) => kind === 'never-filled')
    .map(({ unit }) => `unit ${unit} is empty: its creation was cut short, and a publish fills it`)
  let partial = false
  let matched = 0
  const trees = rememberTrees(units, history, query, call)
  for (const [cluster, endpoint] of live.entries()) {
    const resources = requireMember(endpoint, 'resources')
    for await (const item of resources.resources(queryFor(owners, query), call)) {
      if (item.kind === 'complete') continue
      if (item.kind === 'unknown') {
        partial = true
        notes.push(`${item.resource.kind} could not be read in ${resources.place}: ${item.error.message}`)
        continue
      }
      matched += 1
      const key = formatResourceKey(item.identity)
      const owner = owners.get(key) ?? owners.get(formatResourceKey({ ...item.identity, namespace: '' }))
      if (owner === undefined) notes.push(describeUnmapped(key, item.object, resources.place, empty))
      else if (isTerminating(item.object))
        notes.push(`terminating: ${key} in ${resources.place} is being deleted`)
      else {
        if (!lateInitializes(item.object))
          notes.push(
            `${key} in ${resources.place}: its managementPolicies leave out LateInitialize, so its provider fills in no field`,
          )
        const delivered = await trees(owner.unit, item.object)
        const list = found.get(owner.unit) ?? []
        list.push({
          resource: owner.key,
          object: item.object,
          cluster,
          delivered: delivered[0]?.[owner.key],
          pending: delivered
            .slice(1)
            .map((tree) => tree[owner.key])
            .filter(isJsonObject),
        })
        found.set(owner.unit, list)
      }
    }
  }
  const unseen = [...units].filter(([unit, { tree }]) => !found.has(unit) && Object.keys(tree).length > 0)
  if (matched > 0 && !partial && unseen.length > 0) notes.push(describeUnseen(unseen, live, query))
  const liveUnits = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([unit, resources]) => {
      const head = units.get(unit)
      if (head === undefined) return []
      return [{ unit, head: head.head, headText: head.text, headTree: head.tree, resources }]
    })
  return { units: liveUnits, notes: notes.sort(), partial, matched }
}

// Other units were found: that nothing drifted in these would be a guess.
function describeUnseen(
  unseen: readonly (readonly [unit: string, HeadUnit])[],
  live: readonly Endpoint[],
  { labelSelector }: LiveQuery,
): string {
  const names = unseen.map(([unit]) => unit).join(', ')
  const places = live.map((endpoint) => endpoint.resources?.place ?? endpoint.name).join(' and ')
  const labels = labelSelector === undefined ? '' : ` with label ${labelSelector}`
  return `no live object of ${names} was found in ${places}${labels}: not delivered yet, or elsewhere`
}

interface Owner {
  readonly unit: string
  readonly key: ResourceKey
}

function ownersOf(units: ReadonlyMap<string, HeadUnit>): ReadonlyMap<ResourceKey, Owner> {
  const owners = new Map<ResourceKey, Owner>()
  for (const [unit, { tree }] of units) {
    for (const key of Object.keys(tree)) owners.set(key, { unit, key })
  }
  return owners
}

function queryFor(owners: ReadonlyMap<ResourceKey, Owner>, query: LiveQuery) {
  const identities: readonly ResourceIdentity[] = [...owners.keys()].map(parseResourceKey)
  if (query.labelSelector === undefined) return { kinds: [], identities, namespaces: query.namespaces }
  return {
    kinds: listKinds(owners.keys()),
    identities: [],
    labelSelector: query.labelSelector,
    namespaces: query.namespaces,
  }
}

// The trees of a unit from the revision that the object was delivered from up to the head, oldest first.
function rememberTrees(
  units: ReadonlyMap<string, HeadUnit>,
  history: History | undefined,
  query: LiveQuery,
  call: Call,
): (unit: string, object: JsonObject) => Promise<readonly UnitTree[]> {
  const remembered = new Map<string, Promise<readonly UnitTree[]>>()
  return async (unit, object) => {
    const origin = readOrigin(object)
    const head = units.get(unit)
    if (origin === undefined || origin.unit !== unit || head === undefined || history === undefined) return []
    const name = `${unit}@${origin.revision}`
    const known =
      remembered.get(name) ??
      treesSince(head, { revision: origin.revision, normalization: query.normalization }, history, call)
    remembered.set(name, known)
    return known
  }
}

async function treesSince(
  head: HeadUnit,
  { revision, normalization }: { readonly revision: string } & Pick<LiveQuery, 'normalization'>,
  history: History,
  call: Call,
): Promise<readonly UnitTree[]> {
  if (head.head.revision === revision) return [head.tree]
  const trees: UnitTree[] = []
  for await (const item of history.revisions(head.head.ref, call)) {
    const text = await history.contentAt(head.head.ref, item.revision, call)
    const read = readUnitTree(text, `${head.head.ref.unit}@${item.revision}`, normalization)
    trees.unshift(read.kind === 'read' ? read.tree : {})
    if (item.revision === revision) return trees
  }
  return []
}

function isTerminating(object: JsonObject): boolean {
  const metadata = object['metadata']
  return isJsonObject(metadata) && typeof metadata['deletionTimestamp'] === 'string'
}
