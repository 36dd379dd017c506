import jsonMergePatch from 'json-merge-patch'
import { TidewayError } from '../errors/tideway-error.ts'
import { isJsonList, isJsonObject, type Json, type Tree } from './json.ts'

// The library stops at these keys without a word, and everything after them would be lost.
const refusedKeys = ['__proto__', 'constructor', 'prototype']

/**
 * Applies a JSON Merge Patch (RFC 7396); neither value is changed.
 * By its nature such a patch cannot set a field to null, nor change an element of a list: it replaces the list.
 * Throws `TIDEWAY_EDIT_REFUSED` for a patch with a key named `__proto__`, `constructor` or `prototype`.
 */
export function applyMergePatch(target: Tree, patch: Json): Json {
  if (hasRefusedKey(patch)) {
    throw new TidewayError({
      code: 'TIDEWAY_EDIT_REFUSED',
      message: `a merge patch may not set a key named ${refusedKeys.join(', ')}`,
      next: 'make that change in the file itself',
    })
  }
  // The library changes its target in place.
  return jsonMergePatch.apply(structuredClone(target), structuredClone(patch))
}

function hasRefusedKey(value: Json): boolean {
  if (isJsonList(value)) return value.some(hasRefusedKey)
  if (!isJsonObject(value)) return false
  return Object.keys(value).some((key) => {
    const item = value[key]
    return refusedKeys.includes(key) || (item !== undefined && hasRefusedKey(item))
  })
}
