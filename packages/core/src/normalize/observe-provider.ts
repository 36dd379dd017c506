import type { FieldPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import { setField } from '../model/set-field.ts'
import { putsBack } from './management-policies.ts'

/** A Crossplane managed resource as its provider sees the thing outside of the cluster. */
export interface ProviderObservation {
  /** The object, with what the provider observed in place of what `spec.forProvider` wants. */
  readonly object: JsonObject
  /** The fields in which the two contradict each other. */
  readonly paths: readonly FieldPath[]
}

const wanted: FieldPath = ['spec', 'forProvider']
const observed: FieldPath = ['status', 'atProvider']

/**
 * Puts what a provider observed (`status.atProvider`) over what it was told (`spec.forProvider`), field by field,
 * where the two contradict each other: somebody edited the cloud's own console, and Crossplane will put it back.
 * Fields that are only observed are left out, and so is everything while the provider has not yet seen this spec
 * (condition `Synced`), or may only look (`managementPolicies` without `Update`). Not compared: JSON within a text and lists of maps, which providers write in another form.
 */
export function observeProvider(object: JsonObject): ProviderObservation {
  const [told, seen] = [getField(object, wanted), getField(object, observed)]
  if (!isJsonObject(told) || !isJsonObject(seen)) return { object, paths: [] }
  if (!putsBack(object) || !hasSeenSpec(object)) return { object, paths: [] }
  const contradictions = contradict(told, seen, wanted)
  const edited = contradictions.reduce<Tree>((tree, { path, value }) => setField(tree, path, value), object)
  return { object: isJsonObject(edited) ? edited : object, paths: contradictions.map(({ path }) => path) }
}

interface Contradiction {
  readonly path: FieldPath
  readonly value: Json
}

function contradict(told: JsonObject, seen: JsonObject, path: FieldPath): readonly Contradiction[] {
  return Object.entries(told).flatMap(([key, want]) => {
    const value = Object.hasOwn(seen, key) ? seen[key] : undefined
    const below = [...path, key]
    if (value === undefined || value === null || isSame(want, value)) return []
    if (isJsonObject(want) && isJsonObject(value)) return contradict(want, value, below)
    return isComparable(want) && isComparable(value) ? [{ path: below, value: writeLike(want, value) }] : []
  })
}

function isComparable(value: Json): boolean {
  if (isJsonList(value)) return value.every((item) => !isJsonObject(item) && !isJsonList(item))
  return !isJsonObject(value) && !(typeof value === 'string' && /^\s*[{[]/.test(value))
}

// Providers read numbers as texts; what is captured has to be of the type that the field has.
function writeLike(want: Json, value: Json): Json {
  const isNumber = typeof want === 'number' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
  return isNumber ? Number(value) : value
}

// Numbers may be texts, and lists in any order.
function isSame(want: Json, value: Json): boolean {
  if (isJsonList(want) && isJsonList(value)) {
    return want.map(String).sort().join('\n') === value.map(String).sort().join('\n')
  }
  return !isJsonObject(want) && !isJsonObject(value) && String(want) === String(value)
}

/** True where the provider's last look was at this very spec, and went well. */
function hasSeenSpec(object: JsonObject): boolean {
  const conditions = getField(object, ['status', 'conditions'])
  const synced = isJsonList(conditions)
    ? conditions.find((condition) => getField(condition, ['type']) === 'Synced')
    : undefined
  if (getField(synced, ['status']) !== 'True') return false
  const generation = getField(synced, ['observedGeneration'])
  if (generation !== undefined) return generation === getField(object, ['metadata', 'generation'])
  return lastWrite(object, true) >= lastWrite(object, false)
}

// When the status, or anything else, was written last; the empty text where nobody knows.
function lastWrite(object: JsonObject, ofStatus: boolean): string {
  const entries = getField(object, ['metadata', 'managedFields'])
  if (!isJsonList(entries)) return ''
  const times = entries
    .filter((entry) => (getField(entry, ['subresource']) === 'status') === ofStatus)
    .map((entry) => String(getField(entry, ['time']) ?? ''))
  return times.sort().at(-1) ?? ''
}
