import { createDeliveryClient, type DeliveryClientOptions } from './delivery-client.ts'
import { isJsonObject, type JsonObject, objectAt, textAt } from './json.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'
import { readYaml } from './read-yaml.ts'

/** A released unit of ConfigHub, as plain data. */
export interface DeliveredUnit {
  readonly space: string
  readonly unit: string
  readonly revision: number
  /** YAML documents; empty where the unit was withdrawn. */
  readonly text: string
}

/** What became of one object, which is named `<group>/<kind>/<namespace>/<name>`. */
export interface Delivery {
  readonly kind: 'applied' | 'deleted' | 'refused'
  readonly unit: string
  /** Absent where the unit's text could not be read; nothing of that unit is deleted then. */
  readonly object?: string
  /** Why it was refused. */
  readonly message?: string
}

/** Where to deliver to, and how. */
export interface DelivererOptions extends Pick<DeliveryClientOptions, 'handle' | 'token'> {
  /** Default: `argocd-controller`. */
  readonly manager?: string
  /** For objects that name none. Default: `default`. */
  readonly namespace?: string
  /** Delivers unchanged units again too, which undoes what was edited in the cluster. Default: false. */
  readonly selfHeal?: boolean
}

/** Delivers units to a cluster, as a GitOps controller does. */
export interface Deliverer {
  /** Applies the objects of new and changed units, and deletes what it applied before and is in no unit any more. */
  readonly deliver: (units: readonly DeliveredUnit[]) => Promise<readonly Delivery[]>
}

interface Delivered {
  readonly unit: DeliveredUnit
  /** The paths of the unit's objects by their identity. */
  readonly paths: ReadonlyMap<string, string>
  readonly complete: boolean
}

/**
 * Creates a deliverer: server-side apply with force, as one field manager, of each object with the annotation
 * `confighub.com/origin`. What was delivered is remembered in memory only.
 */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const { manager = 'argocd-controller', namespace = 'default', selfHeal = false } = options
  const client = createDeliveryClient({ ...options, manager, namespace })
  let before = new Map<string, Delivered>()

  const deliverUnit = async (
    unit: DeliveredUnit,
    known: Delivered | undefined,
    report: Delivery[],
  ): Promise<Delivered> => {
    const paths = new Map<string, string>()
    const refuse = (object: string | undefined, message: string): void => {
      report.push({ kind: 'refused', unit: unit.unit, ...(object === undefined ? {} : { object }), message })
    }
    const objects = readObjects(unit, (message) => refuse(undefined, message))
    if (objects === undefined) return { unit, paths: known?.paths ?? paths, complete: false }
    let complete = true
    for (const object of objects) {
      const identity = identify(object)
      const path = await client.locate(object)
      const message =
        path === undefined
          ? `no matches for kind "${textAt(object, 'kind')}" in version "${textAt(object, 'apiVersion')}"`
          : await client.apply(path, stampOrigin(object, unit))
      const kept = message === undefined ? path : known?.paths.get(identity)
      if (kept !== undefined) paths.set(identity, kept)
      if (message === undefined) report.push({ kind: 'applied', unit: unit.unit, object: identity })
      else refuse(identity, message)
      complete &&= message === undefined
    }
    return { unit, paths, complete }
  }

  return {
    deliver: async (units) => {
      const report: Delivery[] = []
      const after = new Map<string, Delivered>()
      for (const unit of units.toSorted((left, right) => rank(left) - rank(right))) {
        const key = `${unit.space}/${unit.unit}`
        const known = before.get(key)
        const same = known?.complete && known.unit.revision === unit.revision && known.unit.text === unit.text
        after.set(key, same && !selfHeal ? known : await deliverUnit(unit, known, report))
      }
      const wanted = new Set([...after.values()].flatMap(({ paths }) => [...paths.keys()]))
      // The reverse order, so that a namespace goes after what is in it.
      const gone = [...before.values()].flatMap(({ unit, paths }) =>
        [...paths].map(([object, path]) => ({ unit, object, path })),
      )
      for (const { unit, object, path } of gone.toReversed()) {
        if (wanted.has(object)) continue
        const message = await client.remove(path)
        const outcome: Pick<Delivery, 'kind' | 'message'> =
          message === undefined ? { kind: 'deleted' } : { kind: 'refused', message }
        report.push({ ...outcome, unit: unit.unit, object })
      }
      before = after
      return report
    },
  }
}

function readObjects(
  unit: DeliveredUnit,
  refuse: (message: string) => void,
): readonly JsonObject[] | undefined {
  try {
    const objects = readYaml(unit.text).map((value) => {
      if (!isJsonObject(value)) throw new Error('a document is not an object')
      return value
    })
    return objects.toSorted((left, right) => rankObject(left) - rankObject(right))
  } catch (error) {
    refuse(`the text cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

// Units with namespaces or definitions go first, and within a unit so do these.
const firstKind = /^kind: *["']?(Namespace|CustomResourceDefinition)["']? *$/m
const rank = (unit: DeliveredUnit): number => (firstKind.test(unit.text) ? 0 : 1)
const rankObject = (object: JsonObject): number => (firstKind.test(`kind: ${textAt(object, 'kind')}`) ? 0 : 1)

// Not by version: a new version of the same object must not delete the old one.
function identify(object: JsonObject): string {
  const apiVersion = textAt(object, 'apiVersion') ?? ''
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  const { namespace = '', name = '' } = readMetadata(object)
  return `${group}/${textAt(object, 'kind')}/${namespace}/${name}`
}

function stampOrigin(object: JsonObject, unit: DeliveredUnit): JsonObject {
  const origin = {
    Space: { Slug: unit.space },
    Unit: { Slug: unit.unit },
    Revision: { RevisionNum: unit.revision },
  }
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations')
  return withMetadata(object, {
    annotations: { ...annotations, 'confighub.com/origin': JSON.stringify(origin) },
  })
}
