import { decodeFieldSet, encodeFieldSet, type FieldSet } from './field-set.ts'
import { isJsonList, isJsonObject, type JsonObject, type JsonValue, objectAt, textAt } from './json.ts'

/** One entry of `metadata.managedFields`. */
export interface ManagedFields {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource: string | undefined
  readonly time: string | undefined
  readonly fields: FieldSet
}

/** Two entries with the same identity are the same owner; an applier keeps its own across versions. */
export function ownerIdentity(entry: Omit<ManagedFields, 'fields' | 'time'>): string {
  const version = entry.operation === 'Update' ? entry.apiVersion : ''
  return JSON.stringify([entry.manager, entry.operation, version, entry.subresource ?? ''])
}

export function readManagedFields(object: JsonObject): readonly ManagedFields[] {
  const entries = objectAt(object, 'metadata')['managedFields']
  return isJsonList(entries) ? entries.flatMap(readEntry) : []
}

function readEntry(entry: JsonValue): readonly ManagedFields[] {
  if (!isJsonObject(entry)) return []
  const operation = textAt(entry, 'operation')
  if (operation !== 'Apply' && operation !== 'Update') return []
  return [
    {
      manager: textAt(entry, 'manager') ?? '',
      operation,
      apiVersion: textAt(entry, 'apiVersion') ?? '',
      subresource: textAt(entry, 'subresource'),
      time: textAt(entry, 'time'),
      fields: decodeFieldSet(entry['fieldsV1']),
    },
  ]
}

/** The entries as the server writes them: without empty ones, appliers first, then by time and manager. */
export function writeManagedFields(entries: readonly ManagedFields[]): readonly JsonObject[] {
  return entries
    .filter((entry) => entry.fields.size > 0)
    .toSorted((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1))
    .map((entry) => ({
      manager: entry.manager,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      ...(entry.time === undefined ? {} : { time: entry.time }),
      fieldsType: 'FieldsV1',
      fieldsV1: encodeFieldSet(entry.fields),
      ...(entry.subresource === undefined ? {} : { subresource: entry.subresource }),
    }))
}

const sortKey = (entry: ManagedFields): string =>
  [entry.operation, entry.time ?? '', entry.manager, entry.apiVersion, entry.subresource ?? ''].join('\u0000')

/** Whether a writer asks to forget all owners: a list that holds one empty entry. */
export function asksForReset(object: JsonObject): boolean {
  const entries = objectAt(object, 'metadata')['managedFields']
  if (!isJsonList(entries) || entries.length !== 1) return false
  const [first] = entries
  return isJsonObject(first) && Object.keys(first).length === 0
}
