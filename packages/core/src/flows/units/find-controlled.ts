import type { Call } from '../../contract/call.ts'
import type { ResourceSource } from '../../contract/resource-source.ts'
import { findApplication, findComposed, findPausable, type PausableBy } from '../../decide/pause.ts'
import type { JsonObject } from '../../model/json.ts'
import { formatResourceKey, type ResourceIdentity, type ResourceKey } from '../../model/resource-identity.ts'

/** A live object that a controller can be asked to leave alone. */
export interface ControlledObject {
  readonly identity: ResourceIdentity
  readonly object: JsonObject
  readonly by: PausableBy
}

/** What was found of some units in one cluster. */
export interface ControlledObjects {
  readonly objects: readonly ControlledObject[]
  /** What could not be found, and so cannot be paused, in words. */
  readonly notes: readonly string[]
}

// A composite of composites goes a few levels down; references that lead in a circle end here.
const deepest = 10

/**
 * Finds the objects that have to be left alone so that nothing puts some live objects back: these objects where they
 * are Crossplane's, what Crossplane made of them, and the Argo CD applications that deliver them.
 */
export async function findControlled(
  resources: ResourceSource,
  roots: readonly ResourceIdentity[],
  argocdNamespace: string,
  call: Call,
): Promise<ControlledObjects> {
  const found = new Map<ResourceKey, ControlledObject>()
  const seen = new Set<ResourceKey>()
  const notes: string[] = []
  let wanted = roots
  for (let depth = 0; wanted.length > 0 && depth < deepest; depth += 1) {
    for (const identity of wanted) seen.add(formatResourceKey(identity))
    const next = new Map<ResourceKey, ResourceIdentity>()
    const answered = new Set<ResourceKey>()
    for await (const item of resources.resources({ kinds: [], identities: wanted }, call)) {
      if (item.kind === 'unknown')
        notes.push(`${item.resource.kind} in ${resources.place}: not paused, ${item.error.message}`)
      if (item.kind !== 'object') continue
      const { identity, object } = item
      answered.add(nameOf(identity))
      const by = findPausable(object)
      const application = findApplication(object, argocdNamespace)
      if (by !== undefined) found.set(formatResourceKey(identity), { identity, object, by })
      else if (application === undefined)
        notes.push(`${formatResourceKey(identity)} in ${resources.place}: nothing says what delivers it`)
      for (const more of [...findComposed(object), ...(application === undefined ? [] : [application])]) {
        if (!seen.has(formatResourceKey(more))) next.set(formatResourceKey(more), more)
      }
    }
    for (const identity of wanted) {
      if (!answered.has(nameOf(identity)))
        notes.push(`${formatResourceKey(identity)} is not there, or could not be read, in ${resources.place}`)
    }
    wanted = [...next.values()]
  }
  return { objects: [...found.values()], notes }
}

// What is asked for need not name its namespace.
function nameOf({ group, kind, name }: ResourceIdentity): string {
  return `${kind}.${group}/${name}`
}
