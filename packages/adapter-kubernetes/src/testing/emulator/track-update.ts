import { compareFieldSets } from './field-changes.ts'
import { subtractFields, uniteFields } from './field-set.ts'
import { type JsonObject, objectAt, withMembers } from './json.ts'
import {
  asksForReset,
  type ManagedFields,
  ownerIdentity,
  readManagedFields,
  writeManagedFields,
} from './managed-fields.ts'
import { withMetadata } from './object-metadata.ts'
import { printApiVersion, type ResourceKind } from './resource-kind.ts'

/** Who writes, through which subresource, and when. */
export interface Writer {
  readonly manager: string
  readonly subresource: string | undefined
  readonly time: string
}

/**
 * The object with its owners after an update: the writer owns what it changed, and nobody owns what is gone.
 * A submitted list of owners replaces the kept one, as on the real server, and one empty entry forgets them all.
 */
export function trackUpdate(
  live: JsonObject,
  next: JsonObject,
  kind: ResourceKind,
  writer: Writer,
): JsonObject {
  if (asksForReset(next)) return withMetadata(next, { managedFields: undefined })
  const submitted = readManagedFields(next)
  const owners = submitted.length > 0 ? submitted : readManagedFields(live)
  // The server resets the status on this way, so it is not the writer's.
  const resetsStatus = kind.statusSubresource && writer.subresource === undefined
  const own = (object: JsonObject): JsonObject =>
    resetsStatus ? withMembers(ownable(object), { status: undefined }) : ownable(object)
  const changes = compareFieldSets(own(live), own(next), kind.fieldTypes, kind.implicitFields)
  const self = {
    manager: writer.manager,
    operation: 'Update',
    apiVersion: printApiVersion(kind),
    subresource: writer.subresource,
  } as const
  const identity = ownerIdentity(self)
  const before = owners.find((entry) => ownerIdentity(entry) === identity)
  const mine: ManagedFields = {
    ...self,
    time: changes.set.size > 0 ? writer.time : before?.time,
    fields: uniteFields(subtractFields(before?.fields ?? new Set(), changes.removed), changes.set),
  }
  const others = owners
    .filter((entry) => ownerIdentity(entry) !== identity)
    // A field that another writer changed is lost to it.
    .map((entry) => ({ ...entry, fields: subtractFields(entry.fields, changes.removed, changes.set) }))
  return withOwners(next, [...others, mine])
}

/** The object with these owners. */
export function withOwners(object: JsonObject, owners: readonly ManagedFields[]): JsonObject {
  const managedFields = writeManagedFields(owners)
  return withMetadata(object, { managedFields: managedFields.length === 0 ? undefined : managedFields })
}

const serverMetadata = [
  'name',
  'namespace',
  'generateName',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion',
]

/** The part of an object that field managers can own: not its identity, nor what the server sets. */
export function ownable(object: JsonObject): JsonObject {
  const unset = Object.fromEntries(serverMetadata.map((name) => [name, undefined]))
  const metadata = withMembers(objectAt(object, 'metadata'), unset)
  const kept = Object.keys(metadata).length === 0 ? undefined : metadata
  return withMembers(object, { apiVersion: undefined, kind: undefined, metadata: kept })
}
