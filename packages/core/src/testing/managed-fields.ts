import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { parseKeyedSegment } from '../model/keyed-segment.ts'

/** Who sets a field, and when (ISO 8601). */
export interface FieldWriter {
  readonly manager: string
  readonly at: string
}

/**
 * The entries of `metadata.managedFields` after a writer has set one field: it is the writer's now and nobody
 * else's. FieldsV1 as in the Kubernetes API reference, "ManagedFieldsEntry".
 */
export function recordFieldWriter(
  entries: readonly Json[],
  path: FieldPath,
  writer: FieldWriter,
): readonly Json[] {
  const steps = path.map(formatStep)
  const others = entries.flatMap((entry): readonly JsonObject[] => {
    if (!isJsonObject(entry)) return []
    if (entry['manager'] === writer.manager) return []
    const fields = removeField(fieldsOf(entry), steps)
    return Object.keys(fields).length === 0 ? [] : [{ ...entry, fieldsV1: fields }]
  })
  const own = entries.find((entry) => isJsonObject(entry) && entry['manager'] === writer.manager)
  return [...others, createEntry(addField(fieldsOf(own), steps), writer)]
}

/** The one entry of an object of which a writer has set everything. */
export function recordWholeWriter(object: JsonObject, writer: FieldWriter): JsonObject {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = object
  const named = isJsonObject(metadata) ? metadata : {}
  const { name: _name, namespace: _namespace, managedFields: _managed, ...described } = named
  return createEntry(listFields({ metadata: described, ...rest }), writer)
}

function createEntry(fields: JsonObject, { manager, at }: FieldWriter): JsonObject {
  return { manager, operation: 'Update', time: at, fieldsType: 'FieldsV1', fieldsV1: fields }
}

function fieldsOf(entry: Json | undefined): JsonObject {
  const fields = isJsonObject(entry) ? entry['fieldsV1'] : undefined
  return isJsonObject(fields) ? fields : {}
}

function formatStep(segment: string): string {
  const keys = parseKeyedSegment(segment)
  if (keys === undefined) return `f:${segment}`
  return `k:${JSON.stringify(Object.fromEntries(keys.map(({ key, value }) => [key, toKey(key, value)])))}`
}

function toKey(key: string, value: string): string | number {
  return /port$/i.test(key) && /^[0-9]+$/.test(value) ? Number(value) : value
}

function addField(fields: JsonObject, [step, ...rest]: readonly string[]): JsonObject {
  if (step === undefined) return fields
  const below = fields[step]
  return { ...fields, [step]: addField(isJsonObject(below) ? below : {}, rest) }
}

function removeField(fields: JsonObject, [step, ...rest]: readonly string[]): JsonObject {
  const below = step === undefined ? undefined : fields[step]
  if (step === undefined || !isJsonObject(below)) return fields
  const { [step]: _, ...others } = fields
  const left = rest.length === 0 ? {} : removeField(below, rest)
  return Object.keys(left).length === 0 ? others : { ...others, [step]: left }
}

// Lists of named elements are associative in every built-in kind; any other list is one field.
function listFields(value: Json): JsonObject {
  if (isJsonList(value)) {
    const names = value.map((item) => (isJsonObject(item) ? item['name'] : undefined))
    if (names.length === 0 || names.some((name) => typeof name !== 'string')) return {}
    return Object.fromEntries(
      value.map((item, index) => [
        `k:${JSON.stringify({ name: names[index] })}`,
        { '.': {}, ...listFields(item) },
      ]),
    )
  }
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [`f:${key}`, listFields(item)]))
}
