import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { keyForRules, type Normalization, standardNormalization } from './normalization.ts'
import { descendPlaces, descendToElement, type Places, rulesAt } from './place-tree.ts'
import type { NormalizationRule } from './rule.ts'

/** The maps of `metadata` that are left out where they are empty. */
export const emptiableMetadata: readonly string[] = ['labels', 'annotations']

/** Told of every field that a rule changed; an element of a list is named by its index. */
export type OnFired = (rule: NormalizationRule, path: FieldPath) => void

/**
 * One resource without what says nothing of what anybody wants: the fields that the rules remove, null map values,
 * and the maps of labels or annotations that are left empty; a Secret's texts are in its data. What stays is spelled
 * as it was written, so that it can be written again.
 */
export function pruneResource(
  resource: JsonObject,
  normalization: Normalization = standardNormalization,
  onFired: OnFired = () => {},
): JsonObject {
  const { places, omissions } = normalization.rulesFor(keyForRules(resource), [resource])
  const atRoot = rulesAt(places)
  const nulls = atRoot.find(({ rule }) => rule.kind === 'null')?.rule
  const secret = atRoot.find(({ rule }) => rule.kind === 'secret-text')?.rule
  const whole = secret === undefined ? resource : moveSecretText(resource, secret, onFired)
  return dropEmptyMetadata(pruneMap(whole, omissions, undefined, { nulls, onFired }))
}

interface Pruning {
  readonly nulls: NormalizationRule | undefined
  readonly onFired: OnFired
}

/** The way to a value; written out only where a rule fires. */
type Step = { readonly above: Step; readonly segment: string } | undefined

// What stays as it was is not copied.
function prune(value: Json, places: Places, step: Step, pruning: Pruning): Json {
  if (isJsonObject(value)) return pruneMap(value, places, step, pruning)
  if (!isJsonList(value)) return value
  let result: Json[] | undefined
  for (const [index, item] of value.entries()) {
    const below = { above: step, segment: String(index) }
    const pruned = prune(item, descendToElement(places, index, item), below, pruning)
    if (pruned === item) continue
    result ??= [...value]
    result[index] = pruned
  }
  return result ?? value
}

function pruneMap(map: JsonObject, places: Places, step: Step, pruning: Pruning): JsonObject {
  let result: Record<string, Json> | undefined
  for (const key of Object.keys(map)) {
    const value = map[key] ?? null
    const below = descendPlaces(places, key)
    // Most fields: nothing is in them, and no rule knows them.
    if (below.length === 0 && value !== null && typeof value !== 'object') continue
    const here = rulesAt(below)
    const removing = here.find(({ rule }) => rule.kind === 'remove')?.rule
    const isNothing = value === null && !here.some(({ rule }) => rule.kind === 'keep-null')
    const reason = removing ?? (isNothing ? pruning.nulls : undefined)
    const place = { above: step, segment: key }
    const pruned = reason === undefined ? prune(value, below, place, pruning) : undefined
    if (reason !== undefined) pruning.onFired(reason, pathOf(place))
    if (pruned === value) continue
    result ??= copyMap(map)
    if (pruned === undefined) delete result[key]
    else result[key] = pruned
  }
  return result ?? map
}

function copyMap(map: JsonObject): Record<string, Json> {
  return Object.assign(Object.create(null), map)
}

function pathOf(step: Step): string[] {
  return step === undefined ? [] : [...pathOf(step.above), step.segment]
}

function moveSecretText(secret: JsonObject, rule: NormalizationRule, onFired: OnFired): JsonObject {
  const { stringData, ...rest } = secret
  if (!isJsonObject(stringData)) return secret
  const data: Record<string, Json> = Object.assign(Object.create(null), rest['data'])
  const kept: Record<string, Json> = Object.create(null)
  for (const [key, value] of Object.entries(stringData)) {
    // What is no text stays where it is, so that the server refuses it.
    if (typeof value !== 'string') kept[key] = value
    else {
      data[key] = encodeBase64(value)
      onFired(rule, ['stringData', key])
    }
  }
  return { ...rest, data, ...(Object.keys(kept).length === 0 ? {} : { stringData: kept }) }
}

function encodeBase64(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}

function dropEmptyMetadata(resource: JsonObject): JsonObject {
  const metadata = resource['metadata']
  if (!isJsonObject(metadata)) return resource
  const empty = emptiableMetadata.filter((key) => {
    const map = metadata[key]
    return isJsonObject(map) && Object.keys(map).length === 0
  })
  if (empty.length === 0) return resource
  const kept = Object.entries(metadata).filter(([key]) => !empty.includes(key))
  return { ...resource, metadata: Object.fromEntries(kept) }
}
