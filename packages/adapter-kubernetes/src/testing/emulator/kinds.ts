import { builtInKinds, definitionKind } from './built-in-kinds.ts'
import { customKinds, readDefinition } from './custom-kinds.ts'
import type { JsonObject } from './json.ts'
import { readMetadata } from './object-metadata.ts'
import { printGroupResource, type ResourceKind } from './resource-kind.ts'
import type { Store } from './store.ts'

/** The kinds that are served now: the built-in ones and those of the stored CustomResourceDefinitions. */
export interface Kinds {
  readonly all: () => readonly ResourceKind[]
  readonly byPlural: (group: string, version: string, plural: string) => ResourceKind | undefined
  /** The kind in the version asked for, otherwise in its preferred version. */
  readonly byKind: (group: string, kind: string, version?: string) => ResourceKind | undefined
  /** The group's versions, the preferred one first. */
  readonly versions: (group: string) => readonly string[]
  /** The version that objects of this resource are kept in. */
  readonly storageVersion: (kind: ResourceKind) => string
}

export function createKinds(store: Store): Kinds {
  const read = new WeakMap<JsonObject, readonly ResourceKind[]>()
  const kindsOf = (definition: JsonObject): readonly ResourceKind[] => {
    const known = read.get(definition)
    if (known !== undefined) return known
    const result = readDefinition(definition)
    const kinds = result.kind === 'read' ? customKinds(result.definition) : []
    read.set(definition, kinds)
    return kinds
  }
  const all = (): readonly ResourceKind[] => [
    ...builtInKinds,
    ...store.list(printGroupResource(definitionKind)).flatMap(kindsOf),
  ]
  const versions = (group: string): readonly string[] =>
    [...new Set(all().flatMap((kind) => (kind.group === group ? [kind.version] : [])))].sort(compareVersions)

  return {
    all,
    versions,
    byPlural: (group, version, plural) =>
      all().find((kind) => kind.group === group && kind.version === version && kind.plural === plural),
    byKind: (group, name, version) => {
      const kinds = all().filter((kind) => kind.group === group && kind.kind === name)
      if (version !== undefined) return kinds.find((kind) => kind.version === version)
      return kinds.toSorted((left, right) => compareVersions(left.version, right.version))[0]
    },
    storageVersion: (kind) => {
      const name = printGroupResource(kind)
      const definition = store
        .list(printGroupResource(definitionKind))
        .find((candidate) => readMetadata(candidate).name === name)
      const result = definition && readDefinition(definition)
      if (result?.kind !== 'read') return kind.version
      return result.definition.versions.find((version) => version.storage)?.name ?? kind.version
    },
  }
}

// The API server's order: v2, v1, v1beta2, v1beta1, v1alpha1, then all others by name.
function compareVersions(left: string, right: string): number {
  const [first, second] = [rankVersion(left), rankVersion(right)]
  for (const [index, value] of first.entries()) {
    const difference = (second[index] ?? 0) - value
    if (difference !== 0) return difference
  }
  return left < right ? -1 : left > right ? 1 : 0
}

function rankVersion(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version)
  if (match === null) return [0, 0, 0]
  const stability = match[2] === undefined ? 3 : match[2] === 'beta' ? 2 : 1
  return [stability, Number(match[1]), Number(match[3] ?? 0)]
}
