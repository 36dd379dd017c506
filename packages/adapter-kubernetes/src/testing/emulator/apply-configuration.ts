import { dropFields, withoutEmptied } from './drop-fields.ts'
import { compareFieldSets } from './field-changes.ts'
import { printFieldPath, readFieldSet, subtractFields, uniteFields, withNamedAncestors } from './field-set.ts'
import type { FieldTyping } from './field-type.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { itemsByElement, mergeOrder } from './list-items.ts'
import { type ManagedFields, ownerIdentity, readManagedFields } from './managed-fields.ts'
import { printApiVersion, type ResourceKind } from './resource-kind.ts'
import { applyConflict } from './status-failure.ts'
import { ownable, type Writer, withOwners } from './track-update.ts'

/**
 * Server-side apply: merges a configuration into an object (`{}` where it is created), gives the applier the
 * fields of the configuration, and removes those that it applied before, no longer has, and nobody else owns.
 * Throws a 409 that names every field which another manager owns with another value, unless `force`.
 */
export function applyConfiguration(
  live: JsonObject,
  configuration: JsonObject,
  kind: ResourceKind,
  writer: Writer,
  force: boolean,
): JsonObject {
  const typing = kind.fieldTypes
  const own = {
    manager: writer.manager,
    operation: 'Apply',
    apiVersion: printApiVersion(kind),
    subresource: writer.subresource,
  } as const
  const identity = ownerIdentity(own)
  const owners = knownOwners(live, kind)
  const before = owners.find((entry) => ownerIdentity(entry) === identity)
  const others = owners.filter((entry) => ownerIdentity(entry) !== identity)
  const fields = readFieldSet(ownable(configuration), typing)

  const merged = mergeValue(live, configuration, typing, [])
  // The whole configuration, so that its name and type keep `metadata` itself from being dropped.
  const kept = withNamedAncestors(
    uniteFields(readFieldSet(configuration, typing), ...others.map((entry) => entry.fields)),
  )
  const dropped = subtractFields(withNamedAncestors(before?.fields ?? new Set()), kept)
  const next = dropFields(isJsonObject(merged) ? merged : {}, dropped, typing)

  const changes = compareFieldSets(ownable(live), ownable(next), typing, kind.implicitFields)
  const conflicts = others.flatMap((entry) =>
    [...entry.fields].flatMap((field) => (changes.set.has(field) ? [{ entry, field }] : [])),
  )
  if (conflicts.length > 0 && !force) throw describeConflicts(conflicts)
  const losing = others.map((entry) => ({
    ...entry,
    fields: subtractFields(entry.fields, changes.set, changes.removed),
  }))
  // Where nothing changed but who owns it, the server sets no time.
  const changed = changes.set.size > 0 || changes.removed.size > 0
  const mine: ManagedFields = { ...own, time: changed ? writer.time : before?.time, fields }
  return withOwners(withoutEmptied(next), [...losing, mine])
}

// An object that was written before anyone tracked its owners: all it has belongs to one owner of that name.
function knownOwners(live: JsonObject, kind: ResourceKind): readonly ManagedFields[] {
  const owners = readManagedFields(live)
  if (owners.length > 0 || Object.keys(live).length === 0) return owners
  const { set } = compareFieldSets({}, ownable(live), kind.fieldTypes, kind.implicitFields)
  const entry = {
    manager: 'before-first-apply',
    operation: 'Update',
    subresource: undefined,
    time: undefined,
  } as const
  return [{ ...entry, apiVersion: printApiVersion(kind), fields: set }]
}

function mergeValue(
  live: JsonValue | undefined,
  wanted: JsonValue,
  typing: FieldTyping,
  names: readonly string[],
): JsonValue {
  const type = typing(names)
  if (isJsonObject(wanted) && isJsonObject(live) && (type.kind !== 'atomic' || names.length === 0)) {
    return mergeMembers(live, wanted, typing, names)
  }
  const wantedItems = itemsByElement(wanted, type)
  const liveItems = itemsByElement(live, type)
  if (wantedItems === undefined || liveItems === undefined) return wanted
  return mergeOrder([...liveItems.keys()], [...wantedItems.keys()]).flatMap(
    (element): readonly JsonValue[] => {
      const present = liveItems.get(element)
      const value = wantedItems.get(element)
      if (isJsonObject(present) && isJsonObject(value)) return [mergeMembers(present, value, typing, names)]
      const item = value ?? present
      return item === undefined ? [] : [item]
    },
  )
}

function mergeMembers(
  live: JsonObject,
  wanted: JsonObject,
  typing: FieldTyping,
  names: readonly string[],
): JsonObject {
  const merged = Object.entries(wanted).map(([name, value]): [string, JsonValue] => [
    name,
    mergeValue(live[name], value, typing, [...names, name]),
  ])
  return { ...live, ...Object.fromEntries(merged) }
}

interface Conflict {
  readonly entry: ManagedFields
  readonly field: string
}

function describeConflicts(conflicts: readonly Conflict[]): Error {
  const described = conflicts
    .map(({ entry, field }) => ({ owner: printOwner(entry), path: printFieldPath(field) }))
    .toSorted((left, right) => (`${left.owner}${left.path}` < `${right.owner}${right.path}` ? -1 : 1))
  const causes = described.map(({ owner, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${owner}`,
    field: path,
  }))
  const [only] = described
  if (described.length === 1 && only !== undefined) {
    return applyConflict(`Apply failed with 1 conflict: conflict with ${only.owner}: ${only.path}`, causes)
  }
  const lines = [...new Set(described.map(({ owner }) => owner))].flatMap((owner) => [
    `conflicts with ${owner}:`,
    ...described.filter((conflict) => conflict.owner === owner).map(({ path }) => `- ${path}`),
  ])
  return applyConflict(`Apply failed with ${described.length} conflicts: ${lines.join('\n')}`, causes)
}

// An updater is named with the version it wrote in, an applier is not.
function printOwner(entry: ManagedFields): string {
  const subresource = entry.subresource === undefined ? '' : ` with subresource "${entry.subresource}"`
  const version = entry.operation === 'Update' ? ` using ${entry.apiVersion}` : ''
  return `"${entry.manager}"${subresource}${version}`
}
