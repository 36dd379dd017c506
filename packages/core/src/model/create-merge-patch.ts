import jsonMergePatch from 'json-merge-patch'
import { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from './deep-equal.ts'
import type { FieldPath } from './field-path.ts'
import { isJsonList, isJsonObject, type Json, type Tree } from './json.ts'
import { applyMergePatch } from './merge-patch.ts'

/** A JSON Merge Patch (RFC 7396) from one value to another, or why there is none. */
export type MergePatchResult =
  | { readonly kind: 'patch'; readonly patch: Json }
  | { readonly kind: 'impossible'; readonly path: FieldPath; readonly reason: string }

/**
 * Makes the JSON Merge Patch (RFC 7396) that turns one value into another; the patch is tried before it is handed out.
 * Such a patch replaces a list whole, however little of it changed, and can neither set a map's field to null, which
 * means removing it, nor remove the whole value: these have none.
 */
export function createMergePatch(before: Tree, after: Tree): MergePatchResult {
  if (after === undefined) {
    return before === undefined
      ? { kind: 'patch', patch: {} }
      : { kind: 'impossible', path: [], reason: 'a merge patch cannot remove the whole value' }
  }
  const generated: Json | undefined = jsonMergePatch.generate(structuredClone(before), structuredClone(after))
  const patch = generated === undefined ? {} : generated
  if (isFaithful(before, patch, after)) return { kind: 'patch', patch }
  return {
    kind: 'impossible',
    path: findNull(before, after, []) ?? [],
    reason: 'a merge patch cannot set a field to null, nor a key named __proto__, constructor or prototype',
  }
}

function isFaithful(before: Tree, patch: Json, after: Json): boolean {
  try {
    return deepEqual(applyMergePatch(before, patch), after)
  } catch (error) {
    if (TidewayError.isInstance(error)) return false
    throw error
  }
}

/** The first null in a map that is not there before. */
function findNull(before: Tree, after: Json, path: FieldPath): FieldPath | undefined {
  if (!isJsonObject(after)) return undefined
  for (const [key, value] of Object.entries(after)) {
    const old = isJsonObject(before) && Object.hasOwn(before, key) ? before[key] : undefined
    if (value === null && old !== null) return [...path, key]
    const below = isJsonList(value) ? undefined : findNull(old, value, [...path, key])
    if (below !== undefined) return below
  }
  return undefined
}
