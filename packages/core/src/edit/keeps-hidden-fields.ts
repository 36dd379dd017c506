import { deepEqual } from '../model/deep-equal.ts'
import { isJsonObject, type Tree } from '../model/json.ts'
import { ownValue } from '../model/own-value.ts'
import type { Normalization } from '../normalize/normalization.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import { parseUnit } from '../parse/parse-unit.ts'

/**
 * Tells whether a text holds every field of the head that comparing leaves out (bookkeeping, what a server sets),
 * so that writing it whole takes none of them away.
 */
export function keepsHiddenFields(text: string, headText: string, normalization?: Normalization): boolean {
  const [wanted, head] = [parseUnit(text), parseUnit(headText)]
  if (wanted.kind === 'invalid' || head.kind === 'invalid') return false
  return head.resources.every(({ key, value }) => {
    const counterpart = wanted.resources.find((resource) => resource.key === key)
    return counterpart === undefined || keeps(counterpart.value, value, pruneResource(value, normalization))
  })
}

function keeps(wanted: Tree, raw: Tree, compared: Tree): boolean {
  if (!isJsonObject(raw)) return true
  return Object.keys(raw).every((key) => {
    const value = ownValue(raw, key)
    const seen = isJsonObject(compared) ? ownValue(compared, key) : undefined
    const kept = isJsonObject(wanted) ? ownValue(wanted, key) : undefined
    // A null or empty value that comparing folds away is nothing that could be lost.
    if (seen === undefined)
      return value === null || isEmpty(value) || isFolded(key, value, compared) || deepEqual(kept, value)
    return kept === undefined || keeps(kept, value, seen)
  })
}

// What a Secret says as text is compared, and decided, as its data.
function isFolded(key: string, value: Tree, compared: Tree): boolean {
  const data = isJsonObject(compared) ? ownValue(compared, 'data') : undefined
  if (key !== 'stringData' || !isJsonObject(value) || !isJsonObject(data)) return false
  return Object.keys(value).every((name) => Object.hasOwn(data, name))
}

function isEmpty(value: Tree): boolean {
  return (isJsonObject(value) || Array.isArray(value)) && Object.keys(value).length === 0
}
