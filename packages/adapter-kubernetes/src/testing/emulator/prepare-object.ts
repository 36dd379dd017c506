import { type Cluster, printTime } from './cluster.ts'
import { readDefinition } from './custom-kinds.ts'
import { isJsonObject, type JsonObject, objectAt, withMembers } from './json.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'
import type { ResourceKind } from './resource-kind.ts'

/** What the server itself does to an object before it is stored: little for most kinds, then the admission step. */
export function prepareObject(cluster: Cluster, kind: ResourceKind, object: JsonObject): JsonObject {
  return cluster.admit(prepareKind(cluster, kind, withoutEmptyMetadata(object)))
}

// In the metadata an empty list or map is none, for custom resources too.
function withoutEmptyMetadata(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata')
  const empty = ['labels', 'annotations', 'finalizers', 'ownerReferences'].filter((name) => {
    const member = metadata[name]
    return typeof member === 'object' && member !== null && Object.keys(member).length === 0
  })
  return empty.length === 0
    ? object
    : withMetadata(object, Object.fromEntries(empty.map((name) => [name, undefined])))
}

function prepareKind(cluster: Cluster, kind: ResourceKind, object: JsonObject): JsonObject {
  if (!kind.builtIn) return object
  switch (kind.kind) {
    case 'Secret':
      return prepareSecret(object)
    case 'Namespace':
      return prepareNamespace(object)
    case 'CustomResourceDefinition':
      return prepareDefinition(cluster, object)
    default:
      return object
  }
}

function prepareSecret(object: JsonObject): JsonObject {
  const { type = 'Opaque', stringData, data } = object
  if (!isJsonObject(stringData)) return { ...object, type }
  const encoded = Object.entries(stringData).map(([name, value]) => [
    name,
    Buffer.from(String(value), 'utf8').toString('base64'),
  ])
  const merged = { ...(isJsonObject(data) ? data : {}), ...Object.fromEntries(encoded) }
  return withMembers(object, { type, data: merged, stringData: undefined })
}

function prepareNamespace(object: JsonObject): JsonObject {
  const { name = '', labels, deletionTimestamp } = readMetadata(object)
  return {
    ...withMetadata(object, { labels: { ...labels, 'kubernetes.io/metadata.name': name } }),
    spec: { finalizers: ['kubernetes'] },
    status: { phase: deletionTimestamp === undefined ? 'Active' : 'Terminating' },
  }
}

// The naming controller accepts the names and the kind is established as soon as the definition is stored.
function prepareDefinition(cluster: Cluster, object: JsonObject): JsonObject {
  const result = readDefinition(object)
  const status = objectAt(object, 'status')
  if (result.kind === 'refused') return object
  const { names, versions } = result.definition
  const present = status['conditions']
  const condition = (type: string, reason: string, message: string): JsonObject => ({
    type,
    status: 'True',
    lastTransitionTime: printTime(cluster.now()),
    reason,
    message,
  })
  const conditions = present ?? [
    condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
    condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
  ]
  const spec = objectAt(object, 'spec')
  const acceptedNames = withMembers(objectAt(spec, 'names'), {
    listKind: names.listKind ?? `${names.kind}List`,
    singular: names.singular ?? names.kind.toLowerCase(),
  })
  const storedVersions = versions.filter((version) => version.storage).map((version) => version.name)
  return {
    ...object,
    spec: { ...spec, conversion: spec['conversion'] ?? { strategy: 'None' }, names: acceptedNames },
    status: { conditions, acceptedNames, storedVersions },
  }
}
