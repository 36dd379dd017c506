import { definitionKind, namespaceKind } from './built-in-kinds.ts'
import { readDefinition } from './custom-kinds.ts'
import type { JsonObject } from './json.ts'
import type { Kinds } from './kinds.ts'
import { readMetadata } from './object-metadata.ts'
import { printApiVersion, printGroupResource, type ResourceKind } from './resource-kind.ts'
import type { Store } from './store.ts'

/** What every write works on. */
export interface Cluster {
  readonly store: Store
  readonly kinds: Kinds
  readonly now: () => Date
  readonly newUid: () => string
  /** Fills defaults in, as a mutating admission step: applied to every object before it is stored. */
  readonly admit: (object: JsonObject) => JsonObject
}

/** One object that a request is about. */
export interface Target {
  readonly kind: ResourceKind
  readonly namespace: string | undefined
  readonly name: string
  readonly subresource: 'status' | undefined
}

/** Who writes, and whether it is a trial only (`dryRun=All`). */
export interface WriteOptions {
  readonly manager: string
  readonly dryRun: boolean
}

export const printTime = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`

export function findObject(cluster: Cluster, target: Target): JsonObject | undefined {
  return cluster.store.get(printGroupResource(target.kind), target.namespace, target.name)
}

/** An object as it is kept: in the storage version, whatever version it was written in. */
export function inStorageVersion(cluster: Cluster, kind: ResourceKind, object: JsonObject): JsonObject {
  const version = cluster.kinds.storageVersion(kind)
  return { ...object, apiVersion: printApiVersion({ group: kind.group, version }) }
}

/** What goes when this object goes: the content of a namespace, or the instances of a definition. */
export function findDependents(
  cluster: Cluster,
  kind: ResourceKind,
  object: JsonObject,
): readonly { readonly kind: ResourceKind; readonly object: JsonObject }[] {
  const { name } = readMetadata(object)
  const resource = printGroupResource(kind)
  if (resource === printGroupResource(namespaceKind)) {
    return distinctKinds(cluster).flatMap((candidate) =>
      cluster.store
        .list(printGroupResource(candidate))
        .filter((held) => candidate.namespaced && readMetadata(held).namespace === name)
        .map((held) => ({ kind: candidate, object: held })),
    )
  }
  const definition = readDefinition(object)
  if (resource !== printGroupResource(definitionKind) || definition.kind === 'refused') return []
  return distinctKinds(cluster)
    .filter((candidate) => !candidate.builtIn && printGroupResource(candidate) === name)
    .flatMap((candidate) =>
      cluster.store.list(printGroupResource(candidate)).map((held) => ({ kind: candidate, object: held })),
    )
}

function distinctKinds(cluster: Cluster): readonly ResourceKind[] {
  return [...new Map(cluster.kinds.all().map((kind) => [printGroupResource(kind), kind])).values()]
}
